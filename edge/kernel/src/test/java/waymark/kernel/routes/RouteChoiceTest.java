package waymark.kernel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.kernel.fixture.FakeLinkTables;
import waymark.kernel.fixture.Policies;
import waymark.kernel.links.LinkConditions;
import waymark.kernel.links.LinkNumbering;
import waymark.kernel.links.Prefixes;
import waymark.kernel.links.Uplinks;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.Marks;
import waymark.kernel.plane.Desired;
import waymark.kernel.plane.Exemptions;
import waymark.kernel.plane.LinkShares;
import waymark.kernel.system.Sysctls;
import waymark.netlink.Route;
import waymark.netlink.RouteType;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Link;
import waymark.policy.Network;
import waymark.policy.Outlet;
import waymark.policy.Policy;
import waymark.state.KeptMap;

class RouteChoiceTest {
  private static final Network SITE = Network.parse("198.18.0.0/15");

  @TempDir private Path folder = Path.of("");
  private final FakeLinkTables tables = new FakeLinkTables();
  private Uplinks links;
  private RouteChoice choice;

  @BeforeEach
  void open() {
    links =
        new Uplinks(
            Marks.DEFAULT,
            new LinkNumbering(new KeptMap(folder.resolve("links")), Marks.DEFAULT),
            tables,
            new Sysctls(folder, new KeptMap(folder.resolve("sysctls"))),
            true);
    tables.up("up2");
    desired(Link.DIRECT);
    choice = new RouteChoice(links.hops(), true, 7000, 5);
  }

  private Desired desired(Link otherwise) {
    Policy policy =
        Policy.compile(
            List.of(Policies.VPN),
            List.of(Policies.rule("video", Policies.VPN, SITE.toString())),
            List.<Outlet>of(otherwise));
    LinkConditions conditions = links.prepare(policy).conditions();
    return new Desired(
        policy,
        links.numbers(policy),
        Marks.DEFAULT,
        CaptureSettings.DEFAULT,
        conditions,
        LinkShares.NONE,
        Exemptions.NONE);
  }

  private List<RouteType> types(Outlet... to) {
    return choice.routes(desired(Link.DIRECT), SITE, Decision.of(List.of(to))).stream()
        .map(Route::type)
        .toList();
  }

  @Test
  void aRouteStandsForEachKindOfLink() {
    assertThat(types(Link.DIRECT)).containsExactly(RouteType.THROW);
    assertThat(types(Link.BLOCK)).containsExactly(RouteType.PROHIBIT);
    assertThat(types(Policies.VPN, Link.DIRECT)).containsExactly(RouteType.UNICAST);
  }

  @Test
  void whatMayNotGoDirectIsRefusedWhenItsInterfaceGoes() {
    assertThat(types(Policies.VPN)).containsExactly(RouteType.UNREACHABLE, RouteType.UNICAST);
  }

  @Test
  void theNextLinkIsTakenWhileTheFirstIsDown() {
    tables.down("up2");
    assertThat(types(Policies.VPN, Link.DIRECT)).containsExactly(RouteType.THROW);
    assertThat(types(Policies.VPN)).containsExactly(RouteType.PROHIBIT);
  }

  private List<Network> destinations(Link otherwise, Map<Address, Decision> hosts) {
    Desired desired = desired(otherwise);
    return choice.all(desired, RouteChoice.networks(desired.policy()), hosts).stream()
        .map(route -> Prefixes.network(route.destination()))
        .distinct()
        .toList();
  }

  @Test
  void multicastAndBroadcastAreLeftAlone() {
    assertThat(destinations(Link.DIRECT, Map.of()))
        .containsExactlyInAnyOrder(
            SITE,
            Network.parse("224.0.0.0/4"),
            Network.parse("255.255.255.255/32"),
            Network.parse("ff00::/8"));
  }

  @Test
  void aDefaultThatIsNotDirectHasRoutesOfItsOwn() {
    assertThat(destinations(Policies.VPN, Map.of()))
        .contains(
            Network.parse("0.0.0.0/0"),
            Network.parse("::/0"),
            Network.parse("169.254.0.0/16"),
            Network.parse("fe80::/10"));
  }

  @Test
  void whatWasLearnedReplacesTheSameNetworkThatIsWritten() {
    Address host = Address.parse("198.18.0.7");
    Network written = Network.of(host);
    Decision direct = Decision.of(List.of(Link.DIRECT));
    Decision block = Decision.of(List.of(Link.BLOCK));
    assertThat(
            choice.all(desired(Link.DIRECT), Map.of(written, block), Map.of(host, direct)).stream()
                .filter(route -> Prefixes.network(route.destination()).equals(written))
                .map(Route::type))
        .containsExactly(RouteType.THROW);
  }

  @Test
  void peopleSeeHowManyNetworksEachLinkHas() {
    assertThat(choice.describe(desired(Link.DIRECT)))
        .containsExactly(
            "table 7000: 1 routes of networks by vpn", "table 7000: default by direct");
  }
}
