package waymark.health;

/**
 * A check, and the link that its probes leave by.
 *
 * @param device the interface that sockets are bound to; it need not be there
 * @param mark what packets carry, so that routing takes the link's table
 */
public record LinkCheck(Check check, String device, int mark) {
  public LinkCheck {
    if (device.isEmpty() || device.length() > 15) {
      throw new IllegalArgumentException("'" + device + "' is not the name of an interface");
    }
  }
}
