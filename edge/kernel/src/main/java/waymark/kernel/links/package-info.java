/**
 * Links on this host: their interfaces, numbers, rules, routing tables, and which are up.
 *
 * <pre>
 *  Policy, interfaces, health ─▶ Uplinks ─▶ LinkRoutes ─▶ rtnetlink: a rule and a table per link
 * </pre>
 *
 * <p>A policy may name an interface by an alternative name. {@link
 * waymark.kernel.model.InterfaceNames} gives the name by which firewalls and {@code /proc/sys} know
 * it at the moment.
 */
package waymark.kernel.links;
