package waymark.api;

/**
 * The packets that {@code default: block} has refused.
 *
 * @param byDefault whether the default is to block; otherwise there are no counts
 * @param refused packets answered with a reset or an ICMP error: no rule allows them, or their link
 *     is down
 * @param strays packets dropped by the second guard, because nothing had decided about them: 0 is
 *     expected
 */
public record DenialCounts(boolean byDefault, long refused, long strays) {}
