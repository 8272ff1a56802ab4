package waymark.kernel.model;

import waymark.policy.Address;

/**
 * Connections to one address that a change of policy ends.
 *
 * @param link that they leave by now
 * @param linkGoes whether because the link goes; else what is decided for the address changes
 * @param count how many
 */
public record FlowImpact(Address destination, String link, boolean linkGoes, long count) {}
