package waymark.kernel.model;

/**
 * What {@code default: block} has kept in, in packets since the table was made; by chains of
 * iptables, since about the start.
 *
 * @param byDefault whether only that may leave which a rule allows; else there are no figures
 * @param refused answered with a reset or an ICMP error: no rule allows them, or their link is down
 * @param strays dropped by the second line, which looks for packets that nothing has decided:
 *     expected to be 0
 */
public record DenyCounters(boolean byDefault, long refused, long strays) {
  /** All may leave that no rule forbids. */
  public static final DenyCounters NONE = new DenyCounters(false, 0, 0);
}
