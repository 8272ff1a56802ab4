package waymark.health;

/**
 * A check and the link of its probes.
 *
 * @param device any name of the interface that sockets are bound to, which may be missing
 * @param mark the mark of the packets, for which the link's routing table is used
 */
public record LinkCheck(Check check, String device, int mark) {
  /** Of an alternative name: ALTIFNAMSIZ in include/uapi/linux/if.h, with the final zero. */
  private static final int LONGEST_NAME = 127;

  public LinkCheck {
    if (device.isEmpty() || device.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("'" + device + "' is not the name of an interface");
    }
  }

  /** The same with sockets bound to this interface. */
  LinkCheck at(String other) {
    return new LinkCheck(check, other, mark);
  }
}
