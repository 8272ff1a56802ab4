package waymark.engine;

import waymark.policy.Address;
import waymark.policy.Decision;

/**
 * One address that the plane must carry otherwise than before; {@link Decision#NONE}: not carried.
 */
public record Change(Address address, Decision before, Decision after) {}
