package waymark.netlink;

/**
 * What a rule does with a matching packet: FR_ACT_* of {@code linux/fib_rules.h}; other codes are
 * kept unchanged.
 *
 * @param code 0 to 255
 */
public record RouteRuleAction(int code) {
  /** Routes by the rule's table. */
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
