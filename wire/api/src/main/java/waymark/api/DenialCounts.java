package waymark.api;

/**
 * What {@code default: block} has kept in, in packets.
 *
 * @param byDefault whether only that may leave which a rule allows; else there are no figures
 * @param refused answered with a reset or an ICMP error: no rule allows them, or their link is down
 * @param strays dropped by the second line, which looks for packets that nothing has decided: 0 is
 *     expected
 */
public record DenialCounts(boolean byDefault, long refused, long strays) {}
