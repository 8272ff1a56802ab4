package waymark.api;

import java.util.List;

/**
 * How a policy changes the routes of addresses that are leased for names.
 *
 * @param stay addresses that keep their route
 * @param move addresses that get another route
 * @param dropped addresses that no rule names any more; networks and the default decide for them
 * @param added addresses for which a name decides instead of a network
 * @param examples the first addresses that move or are dropped
 */
public record AddressPlan(
    long stay, long move, long dropped, long added, List<AddressMove> examples) {
  /** A plan without a daemon, where no address is known. */
  public static final AddressPlan NONE = new AddressPlan(0, 0, 0, 0, List.of());

  public AddressPlan {
    examples = List.copyOf(examples);
  }
}
