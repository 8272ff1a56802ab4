package waymark.policy;

/**
 * The strength of a claim as one number:
 *
 * <pre>
 *   63     51 50     30  29     28    20 19      0
 *  +---------+---------+------+---------+---------+
 *  |    0    | weight  | name | detail  |  order  |
 *  +---------+---------+------+---------+---------+
 * </pre>
 *
 * Weight is shifted to be positive; order counts down from the first rule. For names, detail is the
 * kind (2 bits) and the number of labels (7 bits). For networks it is the prefix length plus one,
 * and for areas zero.
 */
final class Precedence {
  static final long DEFAULT = -1;
  static final int MAX_RULES = 1_000_000;

  private static final int ORDER_BITS = 20;
  private static final int ORDER_MASK = (1 << ORDER_BITS) - 1;
  private static final int DETAIL_BITS = 9;
  private static final int LABEL_BITS = 7;
  private static final int WEIGHT_SHIFT = ORDER_BITS + DETAIL_BITS + 1;
  private static final long NAME = 1L << (ORDER_BITS + DETAIL_BITS);

  private Precedence() {}

  static long ofName(int weight, int order, Specificity specificity, int labels) {
    int kind =
        switch (specificity) {
          case EXACT -> 3;
          case SUFFIX -> 2;
          case BELOW -> 1;
          case REGEX, NETWORK, AREA, DEFAULT -> 0;
        };
    return of(weight, order, kind << LABEL_BITS | labels) | NAME;
  }

  static long ofNetwork(int weight, int order, int prefix) {
    return of(weight, order, prefix + 1);
  }

  static long ofArea(int weight, int order) {
    return of(weight, order, 0);
  }

  private static long of(int weight, int order, int detail) {
    return (long) (weight + Rule.MAX_WEIGHT) << WEIGHT_SHIFT
        | (long) detail << ORDER_BITS
        | ORDER_MASK - order;
  }

  static int order(long precedence) {
    return precedence == DEFAULT ? -1 : ORDER_MASK - (int) (precedence & ORDER_MASK);
  }
}
