package waymark.netlink;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import waymark.linux.Errno;

/**
 * Looks at and changes links, addresses, routes and rules of this network namespace (rtnetlink(7)).
 *
 * <p>One thread at a time. Changes answer whether they changed something: that a thing is there
 * already, or is gone already, is an outcome and no error.
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
    socket.strictChecking(); // without it lists are filtered here alone
    return new Routes(socket);
  }

  public List<RouteLink> links() {
    request().listLinks();
    return socket.<RouteLink>dump("list", "links", out, RouteReader::link);
  }

  /** Addresses of this host on all interfaces. */
  public List<RouteAddress> addresses() {
    request().listAddresses();
    return socket.<RouteAddress>dump("list", "addresses", out, RouteReader::address);
  }

  /** The routes that the filter accepts, IPv4 first; none where its table or interface is none. */
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
   * Which route this host would take to the destination, all rules considered: its table and hop,
   * with the destination alone as prefix. None where it is unreachable or forbidden; for IPv6 that
   * may also be answered with a route that refuses.
   */
  public Optional<Route> routeTo(InetAddress destination, int mark) {
    request().routeTo(destination, mark);
    List<Route> found = new ArrayList<>(1);
    List<Refusal> refusals =
        socket.exchange(out, message -> RouteReader.route(message, found::add));
    if (!refusals.isEmpty()) {
      // What routes of type unreachable, prohibit and blackhole answer (fib_props).
      return switch (refusals.getFirst().errno()) {
        case Errno.ENETUNREACH, EHOSTUNREACH, Errno.EACCES, Errno.EINVAL -> Optional.empty();
        default ->
            throw new NetlinkException(
                "look up the route to", destination.getHostAddress(), refusals.getFirst());
      };
    }
    return found.stream().findFirst();
  }

  /** Makes a route, in place of the one with its table, destination and metric if there is one. */
  public void replace(Route route) {
    request().replace(route);
    socket.execute("replace", route.toString(), out);
  }

  /**
   * Makes many routes, each in place of the one with its table, destination and metric if there is
   * one. There are no transactions here: when an exception comes some may have been made.
   */
  public void replace(List<Route> routes) {
    each("replace", routes, writer::replace);
  }

  /** Takes many routes away; those not there, or gone with their interface, are no error. */
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

  /** The port id that changes made here are told with (see {@link RouteEvents#open(int)}). */
  public int port() {
    return socket.port();
  }

  /**
   * Takes a route away; false where it is not there, or went with its interface. A metric, protocol
   * or hop that it does not say (0, none) may be any.
   */
  public boolean delete(Route route) {
    request().delete(route);
    return done("delete", route, Errno.ESRCH, Errno.ENOENT, Errno.ENODEV);
  }

  /** Rules of both families, in their order. */
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

  /** Makes a rule; false where the same is there already. */
  public boolean add(RouteRule rule) {
    request().add(rule);
    return done("add", rule, Errno.EEXIST);
  }

  /** Takes a rule away; false where it is not there. A protocol of 0 may be any. */
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
