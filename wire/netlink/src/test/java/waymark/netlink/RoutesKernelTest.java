package waymark.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static waymark.netlink.RouteHop.direct;
import static waymark.netlink.RouteHop.gateway;
import static waymark.netlink.RoutePrefixTest.prefix;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import waymark.linux.Errno;

/** Against the kernel, with {@code ip} of iproute2 as oracle. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class RoutesKernelTest {
  private static final int TABLE = 7001;

  private final Routes routes = Routes.open();
  private int veth;

  @BeforeEach
  void interfacesAreUp() {
    ShellCommand.run(
        """
        ip link add wr0 type veth peer name wr1
        ip link set wr1 up
        ip link set wr0 mtu 1400 up
        ip address add 192.0.2.1/24 dev wr0
        ip address add 2001:db8::1/64 dev wr0 nodad
        """);
    veth = link("wr0").orElseThrow().index();
  }

  @AfterEach
  void interfacesAreGone() {
    ShellCommand.run(
        """
        ip link del wr0 2>/dev/null || true
        ip -4 route flush table 7001 2>/dev/null || true
        ip -6 route flush table 7001 2>/dev/null || true
        """);
    routes.close();
  }

  private Optional<RouteLink> link(String name) {
    return routes.links().stream().filter(link -> link.name().equals(name)).findFirst();
  }

  private static InetAddress ip(String text) {
    return InetAddress.ofLiteral(text);
  }

  /** One of each: IPv4 and IPv6, by gateway and direct, refusing, several hops. */
  private List<Route> everyKind(int table) {
    RouteHop four = gateway(veth, ip("192.0.2.2"));
    RouteHop six = gateway(veth, ip("2001:db8::2"));
    return List.of(
        Route.unicast(prefix("203.0.113.0/24"), table, four).withMetric(50),
        Route.unicast(RoutePrefix.ALL_IPV4, table, direct(veth)),
        Route.unicast(prefix("198.51.100.0/24"), table, gateway(veth, ip("fe80::2"))),
        Route.unreachable(RoutePrefix.ALL_IPV4, table).withMetric(4278198272L),
        new Route(prefix("198.51.100.7/32"), table, RouteType.BLACKHOLE, 4, 0, List.of()),
        new Route(
            prefix("203.0.114.0/24"),
            table,
            RouteType.UNICAST,
            4,
            0,
            List.of(four, new RouteHop.Gateway(veth, ip("192.0.2.3"), 3))),
        Route.unicast(prefix("203.0.115.0/24"), table, RouteHop.onLink(veth, ip("172.31.1.1"))),
        new Route(
            prefix("203.0.116.0/24"),
            table,
            RouteType.UNICAST,
            4,
            0,
            List.of(four, new RouteHop.Gateway(veth, ip("172.31.1.1"), 2, true))),
        Route.unicast(prefix("2001:db8:2::/48"), table, RouteHop.onLink(veth, ip("2001:db8:9::1")))
            .withMetric(50),
        Route.unicast(prefix("2001:db8:1::/48"), table, six).withMetric(50),
        Route.unicast(RoutePrefix.ALL_IPV6, table, direct(veth)).withMetric(1024),
        Route.unreachable(RoutePrefix.ALL_IPV6, table).withMetric(4278198272L));
  }

  private static String shown(int table) {
    return ShellCommand.run(
        "ip -4 route show table " + table + "; ip -6 route show table " + table);
  }

  private static final String BY_COMMAND =
      """
      ip route add 203.0.113.0/24 via 192.0.2.2 dev wr0 table 7002 metric 50 proto static
      ip route add default dev wr0 table 7002 proto static
      ip route add 198.51.100.0/24 via inet6 fe80::2 dev wr0 table 7002 proto static
      ip route add unreachable default table 7002 metric 4278198272 proto static
      ip route add blackhole 198.51.100.7 table 7002 proto static
      ip route add 203.0.114.0/24 table 7002 proto static \
          nexthop via 192.0.2.2 dev wr0 nexthop via 192.0.2.3 dev wr0 weight 3
      ip route add 203.0.115.0/24 via 172.31.1.1 dev wr0 onlink table 7002 proto static
      ip route add 203.0.116.0/24 table 7002 proto static \
          nexthop via 192.0.2.2 dev wr0 nexthop via 172.31.1.1 dev wr0 weight 2 onlink
      ip -6 route add 2001:db8:2::/48 via 2001:db8:9::1 dev wr0 onlink table 7002 metric 50 proto static
      ip -6 route add 2001:db8:1::/48 via 2001:db8::2 dev wr0 table 7002 metric 50 proto static
      ip -6 route add default dev wr0 table 7002 metric 1024 proto static
      ip -6 route add unreachable default table 7002 metric 4278198272 proto static
      """;

  @Test
  void routesAreThoseOfTheCommand() {
    routes.replace(everyKind(TABLE));
    ShellCommand.run(BY_COMMAND);
    assertThat(shown(TABLE)).isEqualTo(shown(7002)).contains("nexthop");
    assertThat(routes.routes(RouteFilter.all().table(7002)))
        .containsExactlyInAnyOrderElementsOf(everyKind(7002));
    everyKind(7002).forEach(route -> assertThat(routes.delete(route)).isTrue());
    assertThat(shown(7002).strip()).isEmpty();
  }

  @Test
  void whatIsThereOrGoneAlreadyIsNoError() {
    for (Route route : everyKind(TABLE)) {
      routes.replace(route);
      routes.replace(route);
    }
    for (Route route : everyKind(TABLE)) {
      assertThat(routes.delete(route)).isTrue();
      assertThat(routes.delete(route)).isFalse();
    }
  }

  @Test
  void replacingKeepsOneRoute() {
    Route first = Route.unicast(RoutePrefix.ALL_IPV4, TABLE, gateway(veth, ip("192.0.2.2")));
    Route second = Route.unicast(RoutePrefix.ALL_IPV4, TABLE, gateway(veth, ip("192.0.2.3")));
    routes.replace(first);
    routes.replace(second);
    assertThat(routes.routes(RouteFilter.all().table(TABLE))).containsExactly(second);
  }

  @Test
  void filtersPickRoutes() {
    routes.replace(everyKind(TABLE));
    routes.replace(Route.unicast(prefix("10.0.0.0/8"), TABLE, direct(veth)).withProtocol(250));
    RouteFilter table = RouteFilter.all().table(TABLE);
    assertThat(routes.routes(table)).hasSize(13);
    assertThat(routes.routes(table.family(AddressFamily.IPV6))).hasSize(4);
    assertThat(routes.routes(table.leavingBy(veth))).hasSize(10);
    assertThat(routes.routes(RouteFilter.all().leavingBy(veth)))
        .containsAll(routes.routes(table.leavingBy(veth)))
        .allMatch(route -> route.hops().stream().anyMatch(hop -> hop.interfaceIndex() == veth));
    assertThat(routes.routes(RouteFilter.all().leavingBy(999_999))).isEmpty();
    assertThat(routes.routes(table.protocol(250))).hasSize(1);
    assertThat(routes.routes(RouteFilter.all().table(9999))).isEmpty();
  }

  @Test
  void routesOfAGoneInterfaceAreGone() {
    List<Route> made = everyKind(TABLE);
    routes.replace(made);
    ShellCommand.run("ip link del wr0");
    for (Route route : made) {
      assertThat(routes.delete(route)).isEqualTo(route.hops().isEmpty());
    }
    assertThat(link("wr0")).isEmpty();
    assertThatThrownBy(() -> routes.replace(made.getFirst()))
        .isInstanceOfSatisfying(
            NetlinkException.class,
            e -> assertThat(e.errno()).isIn(Errno.ENODEV, Errno.ENETUNREACH));
  }

  @Test
  void refusalsSayWhatWasTriedAndWhy() {
    Route route = Route.unicast(RoutePrefix.ALL_IPV4, TABLE, gateway(veth, ip("10.9.9.9")));
    assertThatThrownBy(() -> routes.replace(route))
        .isInstanceOf(NetlinkException.class)
        .hasMessageContaining("replace")
        .hasMessageContaining("10.9.9.9")
        .hasMessageContaining("Nexthop has invalid gateway");
  }

  /** People read these in messages. */
  @Test
  void routesAndRulesAreTextAsOfTheCommand() {
    assertThat(everyKind(TABLE))
        .extracting(route -> route.toString().replace("interface " + veth, "dev wr0"))
        .contains(
            "203.0.113.0/24 via 192.0.2.2 dev wr0 table 7001 metric 50",
            "default dev wr0 table 7001",
            "unreachable default table 7001 metric 4278198272",
            "203.0.114.0/24 nexthop via 192.0.2.2 dev wr0 nexthop via 192.0.2.3 dev wr0 weight 3"
                + " table 7001",
            "203.0.115.0/24 via 172.31.1.1 dev wr0 onlink table 7001");
    assertThat(RouteRule.lookup(AddressFamily.IPV4, 7000, 0x1000000, 0xff000000, TABLE, 250))
        .hasToString("IPv4 priority 7000 fwmark 0x1000000/0xff000000 lookup 7001");
  }

  @Test
  void alternativeNamesAreListed() {
    ShellCommand.run(
        "ip link property add dev wr0 altname fiber; ip link property add dev wr0 altname"
            + " an-alternative-name-may-be-long");
    assertThat(link("wr0").orElseThrow().alternatives())
        .containsExactlyInAnyOrder("fiber", "an-alternative-name-may-be-long");
  }

  @Test
  void linksAndAddressesAreThoseOfTheCommand() {
    RouteLink link = link("wr0").orElseThrow();
    assertThat(link)
        .isEqualTo(new RouteLink(veth, "wr0", "veth", true, true, true, false, false, 1400));
    assertThat(routes.links()).contains(link).anyMatch(RouteLink::loopback);
    assertThat(routes.links().stream().map(RouteLink::index).map(String::valueOf).toList())
        .isEqualTo(ShellCommand.run("ip -o link | cut -d: -f1").lines().toList());
    assertThat(
            routes.addresses().stream().filter(a -> a.interfaceIndex() == veth && a.scope() == 0))
        .extracting(a -> a.address().getHostAddress() + "/" + a.prefixLength())
        .containsExactly("192.0.2.1/24", "2001:db8:0:0:0:0:0:1/64");
    ShellCommand.run("ip link set wr1 down");
    // The kernel tells later that a link does not run any more (net/core/link_watch.c).
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (link("wr0").orElseThrow().running() && System.nanoTime() < end) {
      ShellCommand.run("sleep 0.05");
    }
    assertThat(link("wr0").orElseThrow())
        .matches(RouteLink::up)
        .matches(down -> !down.running() && !down.carrier());
  }

  @Test
  void rulesAreThoseOfTheCommand() {
    for (AddressFamily family : AddressFamily.values()) {
      String command = family == AddressFamily.IPV4 ? "ip -4 rule" : "ip -6 rule";
      String before = ShellCommand.run(command);
      RouteRule rule = RouteRule.lookup(family, 7000, 0x1000000, 0xff000000, TABLE, 250);
      assertThat(routes.add(rule)).isTrue();
      assertThat(routes.add(rule)).isFalse();
      assertThat(ShellCommand.run(command))
          .contains("7000:\tfrom all fwmark 0x1000000/0xff000000 lookup 7001 proto 250");
      assertThat(routes.rules(family)).contains(rule);
      ShellCommand.run(
          command
              + " del priority 7000; "
              + command
              + " add priority 7000 fwmark 0x1000000/0xff000000 table 7001 protocol 250");
      assertThat(routes.rules()).contains(rule);
      assertThat(routes.delete(rule)).isTrue();
      assertThat(routes.delete(rule)).isFalse();
      assertThat(ShellCommand.run(command)).isEqualTo(before);
    }
  }

  @Test
  void aRuleWithOtherSelectorsIsNotTakenForOurs() {
    ShellCommand.run("ip rule add fwmark 1 iif wr0 table 7001 priority 7000");
    try {
      assertThat(routes.rules(AddressFamily.IPV4))
          .filteredOn(rule -> rule.priority() == 7000)
          .singleElement()
          .matches(RouteRule::narrowed);
    } finally {
      ShellCommand.run("ip rule del priority 7000");
    }
  }

  @Test
  void lookUpsFollowTheRules() {
    RouteRule rule = RouteRule.lookup(AddressFamily.IPV4, 7000, 1, 0xff, TABLE, 250);
    RouteHop hop = gateway(veth, ip("192.0.2.2"));
    routes.add(rule);
    routes.replace(Route.unicast(RoutePrefix.ALL_IPV4, TABLE, hop));
    try {
      assertThat(routes.routeTo(ip("203.0.113.1"), 1).orElseThrow())
          .matches(route -> route.table() == TABLE && route.hops().equals(List.of(hop)));
      assertThat(routes.routeTo(ip("203.0.113.1"), 2)).isEmpty();
      assertThat(routes.routeTo(ip("192.0.2.9"), 0).orElseThrow().hops())
          .containsExactly(direct(veth));
      routes.delete(Route.unicast(RoutePrefix.ALL_IPV4, TABLE, hop));
      routes.replace(Route.unreachable(RoutePrefix.ALL_IPV4, TABLE));
      assertThat(routes.routeTo(ip("203.0.113.1"), 1)).isEmpty();
    } finally {
      routes.delete(rule);
    }
  }

  @Test
  void eventsTellWhatTheCommandDid() {
    try (RouteEvents events = RouteEvents.open(0)) {
      List<RouteEvent> heard = new ArrayList<>();
      assertThat(events.receive(heard::add)).isFalse();
      ShellCommand.run(
          """
          ip route add 203.0.113.0/24 via 192.0.2.2 table 7001 proto static
          ip route del 203.0.113.0/24 table 7001
          ip -6 rule add fwmark 0x1000000/0xff000000 table 7001 priority 7000 protocol 250
          ip -6 rule del priority 7000
          ip address del 192.0.2.1/24 dev wr0
          ip link del wr0
          """);
      assertThat(events.receive(heard::add)).isTrue();
      Route route = Route.unicast(prefix("203.0.113.0/24"), TABLE, gateway(veth, ip("192.0.2.2")));
      RouteRule rule =
          RouteRule.lookup(AddressFamily.IPV6, 7000, 0x1000000, 0xff000000, TABLE, 250);
      assertThat(heard)
          .containsSubsequence(
              new RouteEvent.RoutePresent(route),
              new RouteEvent.RouteGone(route),
              new RouteEvent.RulePresent(rule),
              new RouteEvent.RuleGone(rule))
          .anyMatch(
              event ->
                  event instanceof RouteEvent.AddressGone gone
                      && gone.address().address().equals(ip("192.0.2.1")))
          .anyMatch(
              event ->
                  event instanceof RouteEvent.LinkGone gone && gone.link().name().equals("wr0"));
    }
  }
}
