package waymark.engine;

import java.util.List;
import waymark.policy.Address;
import waymark.policy.Link;

/**
 * One address that the plane must carry otherwise than before. The lists are the {@code to} of the
 * rule that wins; an empty one means that the address is not carried.
 */
public record Change(Address address, List<Link> before, List<Link> after) {}
