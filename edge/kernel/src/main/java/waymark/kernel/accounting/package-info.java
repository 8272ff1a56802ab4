/**
 * Accounts for the use of links: bytes, packets and connections by link, rule and address.
 *
 * <pre>
 *  conntrack, counters of links ─▶ Accounting: one thread ─▶ Accounts ─▶ TrafficReport
 * </pre>
 */
package waymark.kernel.accounting;
