/**
 * The routes plane: a route for each address and network, in a table before the main one.
 *
 * <pre>
 *  Policy, Change ─▶ RoutesPlane ─▶ DecidedRoutes ─▶ rtnetlink
 *                    RouteRuleset: the small table inet waymark that learns and translates
 * </pre>
 */
package waymark.kernel.routes;
