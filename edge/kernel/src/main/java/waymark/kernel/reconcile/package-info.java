/**
 * Keeps our kernel state as the policy wants it, after changes by other processes and by links.
 *
 * <pre>
 *  netlink notices ─▶ KernelWatch ─┐                            ┌▶ plane.mend, plane.mendRules
 *                                  ├─▶ engine's thread: Upkeep ─┤
 *  full comparison ─▶ Inspection ──┘                            └▶ Engine.repair: install anew
 *
 *  interfaces, routes, health checks ─▶ LinkChanges ─▶ plane, Flows, events
 * </pre>
 */
package waymark.kernel.reconcile;
