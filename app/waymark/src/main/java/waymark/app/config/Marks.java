package waymark.app.config;

/**
 * The numbers in the kernel that are Waymark's: mark bits, routing tables, {@code ip rule}
 * priorities. Each link and {@code direct} have a number n from 1, the mark {@code n << shift};
 * zero stands for none. With L links the file is refused unless there are L + 2 marks, tables and
 * priorities from the first ones on.
 *
 * @param mask the bits of packet and connection marks, one contiguous run, as an unsigned number
 * @param tables the first routing table; the range is clear of 0 and of 253 to 255 (default, main,
 *     local: include/uapi/linux/rtnetlink.h)
 * @param priority the first {@code ip rule} priority; the range is after 0 (local) and before 32766
 *     (main)
 */
public record Marks(int mask, int tables, int priority) {
  /** Mask 0xff000000, tables and priorities from 7000. */
  public static final Marks DEFAULT = new Marks(0xff000000, 7000, 7000);

  static final int MAIN_PRIORITY = 32766;

  public Marks {
    if (!isContiguous(mask)) {
      throw new IllegalArgumentException("mask " + Integer.toHexString(mask));
    }
    if (tables < 1 || priority < 1 || priority >= MAIN_PRIORITY) {
      throw new IllegalArgumentException("tables " + tables + ", priority " + priority);
    }
  }

  /** The number of bits below the mask's lowest one. */
  public int shift() {
    return Integer.numberOfTrailingZeros(mask);
  }

  /** How many different marks there are, the zero that means none included; 2 to 2^32. */
  public long values() {
    return 1L << Integer.bitCount(mask);
  }

  /** The mark of a target. */
  public int mark(int target) {
    if (target < 1 || target >= values()) {
      throw new IllegalArgumentException("target " + target + " of " + values());
    }
    return target << shift();
  }

  static boolean isContiguous(int mask) {
    int run = mask == 0 ? 0 : mask >>> Integer.numberOfTrailingZeros(mask);
    return mask != 0 && (run & (run + 1)) == 0;
  }
}
