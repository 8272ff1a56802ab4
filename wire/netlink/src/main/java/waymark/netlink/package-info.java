/**
 * Netlink in plain Java: messages as bytes and records, and conversations with the kernel.
 *
 * <pre>
 *   records ──▶ NetlinkWriter ──▶ ┌───────────────┐ ──▶ kernel
 *                                 │ NetlinkSocket │
 *   records ◀── NetlinkReader ◀── └───────────────┘ ◀── acknowledgements, dumps, events
 * </pre>
 *
 * <p>The codecs know bytes and no sockets: both directions, both byte orders and every broken input
 * are tested without a kernel. An expected refusal of the kernel is a {@link
 * waymark.netlink.Refusal} (a value); an unexpected one is a {@link
 * waymark.netlink.NetlinkException} with the kernel's own words. An unknown attribute or message is
 * skipped, and a malformed one throws a {@link waymark.netlink.MalformedNetlinkException}; no byte
 * beyond a message's bounds is ever read.
 *
 * <p>Families: nftables, packet log and packet queue, routes, connection tracking, ipset. The
 * module knows nothing of names, links or policies.
 */
package waymark.netlink;
