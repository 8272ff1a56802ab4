package waymark.netlink;

/**
 * What a rule does with a packet that fits: FR_ACT_* of {@code linux/fib_rules.h}; other codes are
 * kept as they are.
 *
 * @param code 0 to 255
 */
public record RouteRuleAction(int code) {
  /** Looks into the rule's table. */
  public static final RouteRuleAction LOOKUP = new RouteRuleAction(1);

  public RouteRuleAction {
    if (code < 0 || code > 255) {
      throw new IllegalArgumentException("rule action " + code);
    }
  }

  @Override
  public String toString() {
    return switch (code) {
      case 1 -> "lookup";
      case 2 -> "goto";
      case 3 -> "nop";
      case 6 -> "blackhole";
      case 7 -> "unreachable";
      case 8 -> "prohibit";
      default -> Integer.toString(code);
    };
  }
}
