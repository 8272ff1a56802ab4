package waymark.netlink;

/**
 * One element of a set or map.
 *
 * @param intervalEnd whether the element only ends the interval before it: its key is the first one
 *     behind that interval
 */
public record NftablesElement(Octets key, NftablesValue value, boolean intervalEnd) {}
