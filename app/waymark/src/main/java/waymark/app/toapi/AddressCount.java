package waymark.app.toapi;

import waymark.engine.Transition;
import waymark.policy.Address;

/**
 * How many learned addresses a change of policy moves.
 *
 * @param stay addresses that keep their link
 * @param move addresses that get another link
 * @param dropped addresses about which no name decides any more
 * @param added addresses about which a name decides now
 */
public record AddressCount(long stay, long move, long dropped, long added) {
  public static AddressCount of(Transition transition) {
    long stay = 0;
    long move = 0;
    long dropped = 0;
    for (Address address : transition.heldBefore()) {
      if (!transition.isHeldAfter(address)) {
        dropped++;
      } else if (transition.changes(address)) {
        move++;
      } else {
        stay++;
      }
    }
    long added = transition.heldAfter().size() - stay - move;
    return new AddressCount(stay, move, dropped, added);
  }
}
