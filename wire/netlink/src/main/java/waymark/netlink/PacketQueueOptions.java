package waymark.netlink;

/**
 * How a queue is read.
 *
 * @param number the queue
 * @param copyRange bytes to copy of each packet, from its IP header on; accepted packets stay whole
 * @param maxLength packets that may wait for a verdict
 * @param failOpen whether packets pass, instead of being dropped, when the queue is full
 * @param receiveBuffer bytes for packets that wait to be read
 */
public record PacketQueueOptions(
    int number, int copyRange, int maxLength, boolean failOpen, int receiveBuffer) {
  public PacketQueueOptions {
    if (number < 0 || number > 0xffff) {
      throw new IllegalArgumentException("queue " + number);
    }
    if (copyRange < 1 || copyRange > 0xffff) {
      throw new IllegalArgumentException("bytes to copy: " + copyRange);
    }
    if (maxLength < 1) {
      throw new IllegalArgumentException("packets that may wait: " + maxLength);
    }
  }
}
