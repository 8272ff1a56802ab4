package waymark.netlink;

import static java.util.Objects.requireNonNull;

/**
 * A policy routing rule ({@code ip rule}): packets with a matching mark are routed by a table.
 *
 * @param priority the order of the rules, lowest first: 0 to 2^32-1
 * @param mark compared with the packet's mark under {@code mask}; both 0: every packet
 * @param table the number of the table; 0 where the action is not {@code LOOKUP}
 * @param protocol the origin of the rule, RTPROT_*; 0 where unknown
 * @param narrowed whether the rule has selectors besides the mark (addresses, interfaces, ports, an
 *     inversion, a suppressor): read from the kernel, never written
 */
public record RouteRule(
    AddressFamily family,
    long priority,
    int mark,
    int mask,
    int table,
    RouteRuleAction action,
    int protocol,
    boolean narrowed) {
  public RouteRule {
    requireNonNull(family);
    requireNonNull(action);
    if (priority < 0 || priority > 0xffff_ffffL) {
      throw new IllegalArgumentException("priority " + priority);
    }
    if (protocol < 0 || protocol > 255) {
      throw new IllegalArgumentException("protocol of a rule must be 0 to 255, not " + protocol);
    }
  }

  /** A rule that routes packets with this mark by a table. */
  public static RouteRule lookup(
      AddressFamily family, long priority, int mark, int mask, int table, int protocol) {
    if ((mark & ~mask) != 0) {
      throw new IllegalArgumentException(
          "mark 0x" + Integer.toHexString(mark) + " outside mask 0x" + Integer.toHexString(mask));
    }
    return new RouteRule(
        family, priority, mark, mask, table, RouteRuleAction.LOOKUP, protocol, false);
  }

  /** As {@code ip rule} writes it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(family).append(" priority ").append(priority);
    if (mask != 0) {
      text.append(" fwmark 0x%x/0x%x".formatted(mark, mask));
    }
    if (narrowed) {
      text.append(" and more conditions");
    }
    text.append(' ').append(action);
    return table == 0 ? text.toString() : text.append(' ').append(table).toString();
  }
}
