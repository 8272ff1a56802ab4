/**
 * Looks for other programs that use what steering uses: marks, rules, tables, hooks, queues.
 *
 * <pre>
 *  nft, iptables-save, rtnetlink, /proc/sys ─▶ HostScan ─▶ HostView ─▶ Conflicts ─▶ HostNeighbours
 * </pre>
 *
 * <p>It only reads, and knows nothing of our own rules but their numbers.
 */
package waymark.kernel.neighbours;
