package waymark.api;

import java.util.List;

/**
 * What becomes of the addresses that are held because of names.
 *
 * @param stay they go where they go now
 * @param move they go elsewhere
 * @param dropped no rule names them any more; networks and the default decide about them
 * @param added a name decides about them where a network did
 * @param examples the first of those that move or are dropped
 */
public record AddressPlan(
    long stay, long move, long dropped, long added, List<AddressMove> examples) {
  /** Nothing is known. */
  public static final AddressPlan NONE = new AddressPlan(0, 0, 0, 0, List.of());

  public AddressPlan {
    examples = List.copyOf(examples);
  }
}
