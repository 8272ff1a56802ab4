package waymark.netlink;

/**
 * How a log group is read.
 *
 * @param group the number in the rule's {@code log group N}
 * @param copyRange bytes to copy of each packet, from its IP header on
 * @param receiveBuffer bytes for packets that wait to be read
 */
public record PacketLogOptions(int group, int copyRange, int receiveBuffer) {
  public PacketLogOptions {
    if (group < 0 || group > 0xffff) {
      throw new IllegalArgumentException("log group " + group);
    }
    if (copyRange < 1 || copyRange > 0xffff) {
      throw new IllegalArgumentException("bytes to copy: " + copyRange);
    }
  }
}
