package waymark.netlink;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import waymark.linux.Errno;

/**
 * Lists links and addresses, and lists and changes routes and rules, of this network namespace
 * (rtnetlink(7)).
 *
 * <p>One thread at a time. Changes return whether they changed something: an object that exists
 * already, or is gone already, is an outcome and not an error.
 */
public final class Routes implements AutoCloseable {
  private static final int EHOSTUNREACH = 113;

  /** A request's refusals must fit into the receive buffer. */
  private static final int ROUTES_A_REQUEST = 200;

  private final NetlinkSocket socket;
  private final NetlinkWriter out;
  private final RouteWriter writer;

  private Routes(NetlinkSocket socket) {
    this.socket = socket;
    this.out = socket.request();
    this.writer = new RouteWriter(out);
  }

  public static Routes open() {
    NetlinkSocket socket = NetlinkSocket.open(NetlinkProtocol.ROUTE);
    socket.strictChecking(); // without it, only RouteFilter.accepts filters
    return new Routes(socket);
  }

  public List<RouteLink> links() {
    request().listLinks();
    return socket.<RouteLink>dump("list", "links", out, RouteLinkReader::link);
  }

  /** Addresses of this host on all interfaces. */
  public List<RouteAddress> addresses() {
    request().listAddresses();
    return socket.<RouteAddress>dump("list", "addresses", out, RouteReader::address);
  }

  /** The routes that the filter accepts, IPv4 first; empty where there is no such table. */
  public List<Route> routes(RouteFilter filter) {
    List<Route> routes = new ArrayList<>();
    for (AddressFamily family : AddressFamily.values()) {
      if (filter.families().contains(family)) {
        list(family, filter, routes);
      }
    }
    return routes;
  }

  private void list(AddressFamily family, RouteFilter filter, List<Route> found) {
    request().listRoutes(family, filter);
    try {
      for (Route route : socket.<Route>dump("list", "routes", out, RouteReader::listedRoute)) {
        if (filter.accepts(route)) {
          found.add(route);
        }
      }
    } catch (NetlinkException e) {
      // Strict checking: a table without a route is unknown; so is an interface that has gone.
      // EAFNOSUPPORT, EOPNOTSUPP: a kernel without IPv6.
      switch (e.errno()) {
        case Errno.ENOENT, Errno.ENODEV, Errno.EAFNOSUPPORT, Errno.EOPNOTSUPP -> {}
        default -> throw e;
      }
    }
  }

  /**
   * The route that a packet of this host would take, with all rules applied: its table and hop,
   * with the destination alone as prefix. Empty where the destination is unreachable or prohibited;
   * for IPv6 the kernel may return a route that refuses instead.
   */
  public Optional<Route> routeTo(InetAddress destination, int mark) {
    request().routeTo(destination, mark);
    List<Route> found = new ArrayList<>(1);
    List<Refusal> refusals =
        socket.exchange(out, message -> RouteReader.route(message, found::add));
    if (!refusals.isEmpty()) {
      // The errors of routes of type unreachable, prohibit and blackhole (fib_props).
      return switch (refusals.getFirst().errno()) {
        case Errno.ENETUNREACH, EHOSTUNREACH, Errno.EACCES, Errno.EINVAL -> Optional.empty();
        default ->
            throw new NetlinkException(
                "look up the route to", destination.getHostAddress(), refusals.getFirst());
      };
    }
    return found.stream().findFirst();
  }

  /** Adds a route, or replaces the one with the same table, destination and metric. */
  public void replace(Route route) {
    request().replace(route);
    socket.execute("replace", route.toString(), out);
  }

  /**
   * Adds many routes, or replaces those with the same table, destination and metric. There are no
   * transactions: after an exception some of the routes may have been added.
   */
  public void replace(List<Route> routes) {
    each("replace", routes, writer::replace);
  }

  /** Deletes many routes; routes that do not exist, or went with their interface, are no error. */
  public void delete(List<Route> routes) {
    each("delete", routes, writer::delete, Errno.ESRCH, Errno.ENOENT, Errno.ENODEV);
  }

  private void each(String operation, List<Route> routes, Consumer<Route> write, int... expected) {
    for (int from = 0; from < routes.size(); from += ROUTES_A_REQUEST) {
      int to = Math.min(routes.size(), from + ROUTES_A_REQUEST);
      request();
      for (Route route : routes.subList(from, to)) {
        write.accept(route);
      }
      for (Refusal refusal : socket.exchange(out)) {
        if (IntStream.of(expected).noneMatch(errno -> errno == refusal.errno())) {
          Route route = routes.get(from + Math.max(0, refusal.index()));
          throw new NetlinkException(operation, route.toString(), refusal);
        }
      }
    }
  }

  /** The port id in events that this object causes (see {@link RouteEvents#open(int)}). */
  public int port() {
    return socket.port();
  }

  /**
   * Deletes a route; false where it does not exist, or went with its interface. A metric or
   * protocol of 0, and no hop, mean any.
   */
  public boolean delete(Route route) {
    request().delete(route);
    return done("delete", route, Errno.ESRCH, Errno.ENOENT, Errno.ENODEV);
  }

  /** The rules of both families, in order. */
  public List<RouteRule> rules() {
    List<RouteRule> rules = new ArrayList<>(rules(AddressFamily.IPV4));
    rules.addAll(rules(AddressFamily.IPV6));
    return rules;
  }

  public List<RouteRule> rules(AddressFamily family) {
    request().listRules(family);
    try {
      return socket.<RouteRule>dump("list", "rules", out, RouteReader::rule);
    } catch (NetlinkException e) {
      if (e.errno() == Errno.EAFNOSUPPORT || e.errno() == Errno.EOPNOTSUPP) {
        return List.of(); // a kernel without IPv6
      }
      throw e;
    }
  }

  /** Adds a rule; false where the same rule exists. */
  public boolean add(RouteRule rule) {
    request().add(rule);
    return done("add", rule, Errno.EEXIST);
  }

  /** Deletes a rule; false where it does not exist. A protocol of 0 means any. */
  public boolean delete(RouteRule rule) {
    request().delete(rule);
    return done("delete", rule, Errno.ENOENT, Errno.ESRCH, Errno.ENODEV);
  }

  private boolean done(String operation, Record object, int... expected) {
    List<Refusal> refusals = socket.exchange(out);
    if (refusals.isEmpty()) {
      return true;
    }
    Refusal refusal = refusals.getFirst();
    for (int errno : expected) {
      if (refusal.errno() == errno) {
        return false;
      }
    }
    throw new NetlinkException(operation, object.toString(), refusal);
  }

  private RouteWriter request() {
    socket.request();
    return writer;
  }

  @Override
  public void close() {
    socket.close();
  }
}
