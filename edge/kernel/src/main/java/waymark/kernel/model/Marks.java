package waymark.kernel.model;

/**
 * Where Waymark's numbers live in the kernel. A link has a number from 1; its mark is that number
 * in the bits of the mask, its routing table and its rule's priority are that number added to the
 * base. Behind the rules of the links there is room for one more.
 *
 * @param mask one run of bits of the packet and the connection mark; the other bits are not touched
 * @param tables the base of the routing tables
 * @param priority the base of the priorities of {@code ip rule}
 */
public record Marks(int mask, int tables, int priority) {
  /** Mask 0xff000000, tables and priorities from 7000. */
  public static final Marks DEFAULT = new Marks(0xff000000, 7000, 7000);

  /** The priority of the rule that leads to the main table; ours come before it. */
  public static final int MAIN_PRIORITY = 32766;

  private static final int FIRST_RESERVED_TABLE = 253;
  private static final int LAST_RESERVED_TABLE = 255;

  public Marks {
    if (!isOneRun(mask)) {
      throw new IllegalArgumentException("mask 0x" + Integer.toHexString(mask));
    }
    if (tables < 1 || priority < 1 || priority >= MAIN_PRIORITY) {
      throw new IllegalArgumentException("tables " + tables + ", priority " + priority);
    }
  }

  /** Whether the bits are there and next to each other, as those of a mask must be. */
  public static boolean isOneRun(int mask) {
    int run = mask == 0 ? 0 : mask >>> Integer.numberOfTrailingZeros(mask);
    return mask != 0 && (run & (run + 1)) == 0;
  }

  /** How many marks there are, the 0 that means none among them: 2 to 2^32. */
  public long values() {
    return 1L << Integer.bitCount(mask);
  }

  /** Whether a link may have this number: with a mark, a table and a priority of its own. */
  public boolean isNumber(int number) {
    long table = (long) tables + number;
    return number >= 1
        && number < values()
        && (table < FIRST_RESERVED_TABLE || table > LAST_RESERVED_TABLE)
        && table <= Integer.MAX_VALUE
        && priority + (long) number < lastPriority();
  }

  /** The mark of a link, in the bits of the mask. */
  public int mark(int number) {
    if (number < 1 || number >= values()) {
      throw new IllegalArgumentException("number " + number + " of " + values());
    }
    return number << Integer.numberOfTrailingZeros(mask);
  }

  /** The mark of a link as nft writes it. */
  public String text(int number) {
    return hex(mark(number));
  }

  /** The mask as nft writes it. */
  public String maskText() {
    return hex(mask);
  }

  /**
   * What gives a link's mark and leaves the other bits, as nft writes it.
   *
   * @param mark {@code ct mark} for the connection's, {@code meta mark} for the packet's
   */
  public String set(String mark, int number) {
    return mark + " set " + mark + " and " + hex(~mask) + " or " + text(number);
  }

  /** What takes a link's mark off a packet and leaves the other bits, as nft writes it. */
  public String clear() {
    return "meta mark set meta mark and " + hex(~mask);
  }

  private static String hex(int bits) {
    String digits = Integer.toHexString(bits);
    return "0x" + "0".repeat(8 - digits.length()) + digits;
  }

  /** The number in a mark; 0 is none. */
  public int number(int mark) {
    return (mark & mask) >>> Integer.numberOfTrailingZeros(mask);
  }

  /** Whether a routing table is within the range of ours. */
  public boolean isTable(int table) {
    return table > tables && table - tables < values();
  }

  /** Whether the priority of a rule is within the range of ours. */
  public boolean isPriority(long rule) {
    return rule > priority && rule < lastPriority();
  }

  /** Behind the priorities of all links: what has no link's mark goes on there. */
  public int lastPriority() {
    return (int) Math.min(priority + values(), MAIN_PRIORITY - 1);
  }

  /** The routing table of the link with this number. */
  public int table(int number) {
    return tables + number;
  }

  /** The priority of the rule that leads to that table. */
  public int priority(int number) {
    return priority + number;
  }
}
