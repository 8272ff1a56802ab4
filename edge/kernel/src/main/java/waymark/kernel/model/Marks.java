package waymark.kernel.model;

import java.util.List;
import java.util.stream.IntStream;
import waymark.netlink.ConntrackFlow;

/**
 * Where Waymark's numbers live in the kernel. A link has a number from 1; its mark is that number
 * in the bits of the mask, its routing table and its rule's priority are that number added to the
 * base. Behind the rules of the links there is room for one more.
 *
 * <p>A connection keeps the number of its link in its labels. A packet has the mark only from the
 * last hook before the routing decision to the first one behind it.
 *
 * @param mask one run of bits of the packet mark; the other bits are not touched
 * @param tables the base of the routing tables
 * @param priority the base of the priorities of {@code ip rule}
 * @param labels the lowest of 16 bits of the connection labels, a multiple of 8; {@link #NO_LABELS}
 *     on a kernel without labels, where the bits of the mask in the connection mark take their
 *     place
 */
public record Marks(int mask, int tables, int priority, int labels) {
  /** The kernel has no connection labels. */
  public static final int NO_LABELS = -1;

  /** Labels from bit 64: those who use labels for flags of their own begin at 0. */
  public static final int DEFAULT_LABELS = 64;

  /**
   * Mask 0x1f000000, tables and priorities from 7000. docs/decisions/0016 says who uses which bits.
   */
  public static final Marks DEFAULT = new Marks(0x1f000000, 7000, 7000);

  /** The bits of labels: 128 in all, of which the link's number takes 8. */
  private static final int LABEL_BITS = 128;

  private static final int NUMBER_BITS = 8;

  /** How many labels are ours: a number for each direction. */
  public static final int LABELS = 2 * NUMBER_BITS;

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
    if (labels != NO_LABELS && !isLabels(labels)) {
      throw new IllegalArgumentException("labels " + labels);
    }
  }

  /** With the default labels. */
  public Marks(int mask, int tables, int priority) {
    this(mask, tables, priority, DEFAULT_LABELS);
  }

  /** The same on a kernel without connection labels. */
  public Marks withoutLabels() {
    return new Marks(mask, tables, priority, NO_LABELS);
  }

  /** Whether marks, tables and priorities are the same there. */
  public boolean isPlacedAs(Marks other) {
    return mask == other.mask && tables == other.tables && priority == other.priority;
  }

  /** Whether 16 bits may begin there. */
  public static boolean isLabels(int labels) {
    return labels >= 0 && labels <= LABEL_BITS - 2 * NUMBER_BITS && labels % NUMBER_BITS == 0;
  }

  public boolean hasLabels() {
    return labels != NO_LABELS;
  }

  /**
   * The number that stands for a refused connection: all bits set. In the place of the link by
   * which a connection came in, it stands for a connection that must not have come in so.
   */
  public int refused() {
    return hasLabels() ? (1 << NUMBER_BITS) - 1 : number(mask);
  }

  /** The label bits of the number of the link that a connection leaves by. */
  public List<Integer> linkBits() {
    return bits(labels);
  }

  /** The label bits of the number of the link that a connection came in by. */
  public List<Integer> cameByBits() {
    return bits(labels + NUMBER_BITS);
  }

  private static List<Integer> bits(int first) {
    return IntStream.range(first, first + NUMBER_BITS).boxed().toList();
  }

  /** The bits that are set in a number, of the bits that it is kept in. */
  public static List<Integer> set(List<Integer> bits, int number) {
    return IntStream.range(0, bits.size())
        .filter(i -> (number >>> i & 1) != 0)
        .mapToObj(bits::get)
        .toList();
  }

  /**
   * The number of the link that a connection is decided for; 0: it is undecided, refused, or from
   * before Waymark.
   */
  public int number(ConntrackFlow flow) {
    int number = hasLabels() ? flow.label(labels) : number(flow.mark());
    return number == refused() ? 0 : number;
  }

  /** Whether the bits are there and next to each other, as those of a mask must be. */
  public static boolean isOneRun(int mask) {
    int run = mask == 0 ? 0 : mask >>> Integer.numberOfTrailingZeros(mask);
    return mask != 0 && (run & (run + 1)) == 0;
  }

  /** How many numbers there are, the 0 that means none among them: 2 to 255. */
  public long values() {
    return Math.min(1L << Integer.bitCount(mask), (1L << NUMBER_BITS) - 1);
  }

  /** Whether a link may have this number: with a mark, a table and a priority of its own. */
  public boolean isNumber(int number) {
    long table = (long) tables + number;
    return number >= 1
        && number < values()
        && number != refused()
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
