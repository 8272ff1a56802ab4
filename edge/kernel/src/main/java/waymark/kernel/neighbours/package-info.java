/**
 * Looks for other programs that use what steering uses: marks, rules, tables, hooks, queues; and
 * for ways by which DNS passes this host unseen.
 *
 * <pre>
 *  nft, iptables-save, rtnetlink, /proc/sys ─▶ HostScan ─┬▶ HostView ─▶ Conflicts, BlindSpots ─▶ HostNeighbours
 *  sockets, nsswitch.conf, resolved.conf    ─▶ DnsScan  ─┘
 * </pre>
 *
 * <p>It only reads, and knows nothing of our own rules but their numbers.
 */
package waymark.kernel.neighbours;
