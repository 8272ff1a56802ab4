package waymark.netlink;

import java.util.EnumSet;
import java.util.Set;

/**
 * Which routes to list; a field of 0 means any. The kernel filters where it can (4.20 and later),
 * so that listing one small table does not walk through a full routing feed.
 *
 * @param families at least one
 */
public record RouteFilter(
    Set<AddressFamily> families, int table, int protocol, int interfaceIndex) {
  public RouteFilter {
    families = Set.copyOf(families);
    if (families.isEmpty()) {
      throw new IllegalArgumentException("routes of no family");
    }
  }

  /** Every route of both families. */
  public static RouteFilter all() {
    return new RouteFilter(EnumSet.allOf(AddressFamily.class), 0, 0, 0);
  }

  public RouteFilter family(AddressFamily family) {
    return new RouteFilter(Set.of(family), table, protocol, interfaceIndex);
  }

  public RouteFilter table(int table) {
    return new RouteFilter(families, table, protocol, interfaceIndex);
  }

  public RouteFilter protocol(int protocol) {
    return new RouteFilter(families, table, protocol, interfaceIndex);
  }

  /** The routes with a hop by that interface. */
  public RouteFilter leavingBy(int interfaceIndex) {
    return new RouteFilter(families, table, protocol, interfaceIndex);
  }

  boolean accepts(Route route) {
    return families.contains(route.family())
        && (table == 0 || table == route.table())
        && (protocol == 0 || protocol == route.protocol())
        && (interfaceIndex == 0
            || route.hops().stream().anyMatch(hop -> hop.interfaceIndex() == interfaceIndex));
  }
}
