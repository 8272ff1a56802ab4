package waymark.app.toapi;

import waymark.engine.Transition;
import waymark.policy.Address;

/**
 * What a change of policy does to the addresses held because of names.
 *
 * @param stay they go where they went
 * @param move they go elsewhere
 * @param dropped no name decides about them any more
 * @param added a name decides about them where none did
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
