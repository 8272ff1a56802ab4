package waymark.kernel.neighbours;

import java.util.List;
import java.util.Map;
import waymark.netlink.Route;
import waymark.netlink.RouteRule;

/**
 * What was found on a host.
 *
 * @param firewall the rules of others
 * @param flowtables the tables of nftables that have flowtables
 * @param rules all rules of {@code ip rule}, ours too
 * @param routes the routes of others in tables of our range
 * @param filters {@code rp_filter} by interface, {@code all} among them
 * @param checksMarks whether {@code net.ipv4.conf.all.src_valid_mark} is set
 * @param dns how names are resolved
 */
record HostView(
    List<ForeignRule> firewall,
    List<String> flowtables,
    List<RouteRule> rules,
    List<Route> routes,
    Map<String, String> filters,
    boolean checksMarks,
    DnsSetup dns) {
  HostView {
    firewall = List.copyOf(firewall);
    flowtables = List.copyOf(flowtables);
    rules = List.copyOf(rules);
    routes = List.copyOf(routes);
    filters = Map.copyOf(filters);
  }
}
