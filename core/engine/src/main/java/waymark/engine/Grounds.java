package waymark.engine;

import waymark.policy.Claim;

/**
 * Why a connection goes where it goes.
 *
 * @param claim the strongest that concerns it
 * @param name because of which the address is held; empty when it came by no name
 */
public record Grounds(Claim claim, String name) {}
