package waymark.health;

/**
 * A check and the link of its probes.
 *
 * @param device the interface that sockets are bound to, which may be missing
 * @param mark the mark of the packets, for which the link's routing table is used
 */
public record LinkCheck(Check check, String device, int mark) {
  public LinkCheck {
    if (device.isEmpty() || device.length() > 15) {
      throw new IllegalArgumentException("'" + device + "' is not the name of an interface");
    }
  }
}
