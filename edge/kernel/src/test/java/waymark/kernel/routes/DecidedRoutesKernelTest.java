package waymark.kernel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import waymark.kernel.fixture.Shell;
import waymark.kernel.links.LinkRoutes;
import waymark.kernel.links.Prefixes;
import waymark.netlink.AddressFamily;
import waymark.netlink.Route;
import waymark.netlink.RouteHop;
import waymark.netlink.RouteLink;
import waymark.netlink.RoutePrefix;
import waymark.netlink.Routes;
import waymark.policy.Address;
import waymark.policy.Network;

/** The routing table as the {@code ip} command sees it. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class DecidedRoutesKernelTest {
  private static final int TABLE = 7000;

  private final DecidedRoutes decided =
      new DecidedRoutes(TABLE, 7000, List.of(AddressFamily.IPV4, AddressFamily.IPV6));
  private int device;

  @BeforeEach
  void build() {
    Shell.run("ip link add d0 type veth peer name d1; ip link set d0 up; ip link set d1 up");
    try (Routes routes = Routes.open()) {
      device =
          routes.links().stream()
              .filter(link -> link.name().equals("d0"))
              .findFirst()
              .map(RouteLink::index)
              .orElseThrow();
    }
  }

  @AfterEach
  void remove() {
    decided.remove();
    decided.close();
    Shell.run("ip link delete d0");
    assertThat(Shell.run("ip rule; ip -6 rule")).doesNotContain("7000");
  }

  private static RoutePrefix prefix(String network) {
    String[] parts = network.split("/", 2);
    InetAddress address = InetAddress.ofLiteral(parts[0]);
    return parts.length == 1
        ? RoutePrefix.of(address)
        : RoutePrefix.of(address, Integer.parseInt(parts[1]));
  }

  private Route route(String network) {
    return Route.unicast(prefix(network), TABLE, RouteHop.direct(device))
        .withProtocol(LinkRoutes.PROTOCOL)
        .withMetric(200);
  }

  private static String shown() {
    return Shell.run("ip route show table 7000; ip -6 route show table 7000");
  }

  @Test
  void onlyWhatDiffersIsWritten() {
    List<Route> first =
        List.of(route("192.0.2.1"), route("192.0.2.128/25"), route("2001:db8::/32"));
    decided.install(first);
    assertThat(decided.holds(first)).isTrue();
    assertThat(shown())
        .contains("192.0.2.1 dev d0 proto 250 scope link metric 200")
        .contains("192.0.2.128/25 dev d0")
        .contains("2001:db8::/32 dev d0");
    assertThat(Shell.run("ip rule")).contains("7000:\tfrom all lookup 7000 proto 250");
    Route refused =
        Route.unreachable(prefix("192.0.2.1"), TABLE)
            .withProtocol(LinkRoutes.PROTOCOL)
            .withMetric(200);
    List<Route> second = List.of(refused, route("2001:db8::/32"), route("2001:db8::1"));
    decided.install(second);
    assertThat(decided.holds(first)).isFalse();
    assertThat(decided.holds(second)).isTrue();
    assertThat(shown())
        .contains("unreachable 192.0.2.1 proto 250 metric 200")
        .contains("2001:db8::1 dev d0")
        .doesNotContain("192.0.2.128");
    Shell.run("ip route add 198.51.100.1 dev d0 table 7000");
    assertThat(decided.holds(second)).isFalse();
    decided.install(second);
    assertThat(decided.holds(second)).isTrue();
  }

  @Test
  void aHundredThousandRoutes() {
    List<Route> many = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      Network network = new Network(Address.ofIpv4(0x0b000000 + i * 7), 32);
      many.add(
          Route.unicast(Prefixes.of(network), TABLE, RouteHop.direct(device))
              .withProtocol(LinkRoutes.PROTOCOL)
              .withMetric(200));
    }
    decided.install(many);
    assertThat(Shell.run("ip route show table 7000 | wc -l").strip()).isEqualTo("100000");
    assertThat(decided.holds(many)).isTrue();
    decided.install(List.of());
    assertThat(shown()).isEmpty();
  }
}
