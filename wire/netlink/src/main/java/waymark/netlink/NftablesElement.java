package waymark.netlink;

/**
 * One element of a set or map.
 *
 * @param intervalEnd whether it only ends the interval that began before it: its key is the first
 *     one that is not in the interval any more
 */
public record NftablesElement(Octets key, NftablesValue value, boolean intervalEnd) {}
