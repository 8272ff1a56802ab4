package waymark.kernel;

/**
 * Where Waymark's numbers live in the kernel. A link has a number from 1; its mark is that number
 * in the bits of the mask, its routing table and its rule's priority are that number added to the
 * base.
 *
 * @param mask one run of bits of the packet and the connection mark; the other bits are not touched
 * @param tables the base of the routing tables
 * @param priority the base of the priorities of {@code ip rule}
 */
public record Marks(int mask, int tables, int priority) {
  public static final Marks DEFAULT = new Marks(0xff000000, 7000, 7000);

  public Marks {
    int run = mask >>> Integer.numberOfTrailingZeros(mask);
    if (mask == 0 || (run & run + 1) != 0) {
      throw new IllegalArgumentException(
          "marks.mask 0x%08x is not one run of bits".formatted(mask));
    }
    if (tables < 1 || priority < 1) {
      throw new IllegalArgumentException("marks.tables and marks.priority must be at least 1");
    }
  }

  /** The greatest number that fits into the mask. */
  public int most() {
    return mask >>> Integer.numberOfTrailingZeros(mask);
  }

  /** The mark of a link, in the bits of the mask. */
  public int mark(int number) {
    if (number < 1 || Integer.compareUnsigned(number, most()) > 0) {
      throw new IllegalArgumentException("link number " + number + " is not within 1 to " + most());
    }
    return number << Integer.numberOfTrailingZeros(mask);
  }

  /** The number in a mark; 0 is none. */
  public int number(int mark) {
    return (mark & mask) >>> Integer.numberOfTrailingZeros(mask);
  }

  /** Whether a routing table is within the range of ours. */
  boolean isTable(int table) {
    return table > tables && table - tables <= Integer.toUnsignedLong(most());
  }

  /** Whether the priority of a rule is within the range of ours. */
  boolean isPriority(long rule) {
    return rule > priority && rule - priority <= Integer.toUnsignedLong(most());
  }

  public int table(int number) {
    return tables + number;
  }

  public int priority(int number) {
    return priority + number;
  }
}
