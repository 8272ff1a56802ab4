/**
 * Keeps our kernel state as the policy wants it, after changes by other processes and by links.
 *
 * <pre>
 *  netlink notices ─▶ NetlinkMonitor ─┐                          ┌▶ plane.repair: the part alone
 *                                     ├─▶ Drift ─▶ DriftHandler ─┤
 *  full comparison ─▶ DriftAudit ─────┘   control thread         └▶ Engine.reinstall: everything
 *
 *  interfaces, routes, health checks ─▶ LinkChanges ─▶ plane, connections, events
 * </pre>
 */
package waymark.kernel.reconcile;
