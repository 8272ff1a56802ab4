/**
 * Links on this host: their interfaces, numbers, rules, routing tables, and which are up.
 *
 * <pre>
 *  Policy, interfaces, health ─▶ Uplinks ─▶ LinkRoutes ─▶ rtnetlink: a rule and a table per link
 * </pre>
 */
package waymark.kernel.links;
