package waymark.netlink;

import java.nio.ByteOrder;

/**
 * Some of the 128 labels of a connection.
 *
 * @param first the lowest, a multiple of 8
 * @param count how many, a multiple of 8
 */
public record ConntrackLabels(int first, int count) {
  static final int BYTES = 16;

  public ConntrackLabels {
    if (first < 0 || count <= 0 || first % 8 != 0 || count % 8 != 0 || first + count > 128) {
      throw new IllegalArgumentException("labels from " + first + ", " + count);
    }
  }

  /** Whether a flow has any of them. */
  boolean areSet(ConntrackFlow flow) {
    for (int bit = first; bit < first + count; bit += 8) {
      if (flow.label(bit) != 0) {
        return true;
      }
    }
    return false;
  }

  /** As the kernel's array of long has them. */
  byte[] mask() {
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    byte[] mask = new byte[BYTES];
    for (int at = first / 8; at < (first + count) / 8; at++) {
      mask[little ? at : at ^ 7] = (byte) 0xff;
    }
    return mask;
  }
}
