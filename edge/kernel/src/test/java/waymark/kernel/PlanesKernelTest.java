package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Policy;
import waymark.policy.Strategy;

/** Every plane decides the same. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanesKernelTest {
  private static final String DNS = "10.1.0.1";
  private static final String REFUSED = "failed with 7";

  private static final Policy POLICY =
      Policies.policy(
          Policies.rule(
              "video", Policies.VPN, "video.example", "198.18.200.0/24", "2001:2:0:1:c::/80"),
          Policies.rule("here", Link.DIRECT, "here.example", "198.18.200.128/25"),
          Policies.rule("spare", List.of(Policies.VPN, Link.DIRECT), "spare.example"),
          Policies.rule(
              "ads", Link.BLOCK, "ads.example", "198.19.200.0/24", "2001:2:0:2:bad::/80"));

  /** What is in the kernel, but for counters. */
  static final String ALL =
      """
      nft list tables 2>/dev/null
      nft -s list table inet waymark 2>/dev/null || :
      iptables-save | sed 's/\\[[0-9:]*\\]//; /^#/d'
      ip6tables-save | sed 's/\\[[0-9:]*\\]//; /^#/d'
      ipset save | sort
      ip rule
      ip -6 rule
      ip route show table all | grep -v 'table local' | sort
      ip -6 route show table all | grep -v 'table local' | sed 's/ expires [0-9]*sec//' | sort
      cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf/*/src_valid_mark
      """;

  private Network network;
  private KernelHost host;

  static Stream<PlaneKind> planes() {
    return Stream.of(PlaneKind.NFTABLES, PlaneKind.IPSET, PlaneKind.ROUTES);
  }

  @BeforeAll
  void build() {
    network = Network.build();
    network.dnsmasq(
        "isp1",
        """
        listen-address=10.1.0.1,fd00:1::1
        host-record=www.video.example,198.18.0.7,2001:2:0:1::7
        host-record=late.video.example,198.18.0.8
        host-record=spare.example,198.18.0.9
        host-record=here.example,198.19.0.9
        host-record=other.example,198.19.0.8,2001:2:0:2::8
        host-record=ads.example,198.19.0.66,2001:2:0:2::66
        """
            + IntStream.range(0, 400)
                .mapToObj(
                    i ->
                        "host-record=n%d.video.example,198.18.%d.%d\n"
                            .formatted(i, 1 + i / 200, i % 200 + 1))
                .collect(Collectors.joining()));
    network.awaitDns("isp1", DNS);
  }

  @AfterAll
  void remove() {
    network.close();
  }

  @BeforeEach
  void count() {
    network.forgetPackets();
  }

  @AfterEach
  void stop() {
    network.forget(host);
  }

  private void start(PlaneKind plane) {
    host = network.host(POLICY, Learning.DEFAULT, plane);
  }

  private long repairs() {
    return host.report().join().engine().repairs();
  }

  @ParameterizedTest
  @MethodSource("planes")
  void namedSitesGoByTheSecondLinkFromTheFirstPacket(PlaneKind plane) {
    start(plane);
    for (String family : List.of("-4 ", "-6 ")) {
      assertThat(network.curl(DNS, family, "http://www.video.example/")).isEqualTo("isp2");
      assertThat(network.curl(DNS, family, "http://other.example/")).isEqualTo("isp1");
      assertThat(network.curl(DNS, family, "http://ads.example/")).isEqualTo(REFUSED);
    }
    assertThat(network.curl(DNS, "http://here.example/")).isEqualTo("isp1");
    assertThat(network.wrong()).isZero();
    assertThat(host.report().join().capture().held()).isPositive();
    assertThat(host.kernelHolds(waymark.policy.Address.parse("198.18.0.7")).join()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("planes")
  void networksNeedNoName(PlaneKind plane) {
    start(plane);
    assertThat(network.curl(DNS, "http://198.18.200.5/")).isEqualTo("isp2");
    // narrower, and so the other rule's
    assertThat(network.curl(DNS, "http://198.18.200.200/")).isEqualTo("isp1");
    assertThat(network.curl(DNS, "http://[2001:2:0:1:c::5]/")).isEqualTo("isp2");
    assertThat(network.curl(DNS, "http://198.19.200.5/")).isEqualTo(REFUSED);
    assertThat(network.curl(DNS, "http://[2001:2:0:2:bad::5]/")).isEqualTo(REFUSED);
  }

  @ParameterizedTest
  @MethodSource("planes")
  void theRoutersOwnProgramsAreSteered(PlaneKind plane) {
    start(plane);
    for (String family : List.of("-4", "-6")) {
      for (String site : List.of("www.video.example", "other.example")) {
        assertThat(network.ownCurl(DNS, family, "http://" + site + "/"))
            .as(family + " " + site)
            .isEqualTo(site.equals("other.example") ? "isp1" : "isp2");
      }
    }
    assertThat(network.wrong()).isZero();
  }

  @ParameterizedTest
  @MethodSource("planes")
  void noFirstPacketGoesAstray(PlaneKind plane) throws InterruptedException {
    start(plane);
    try (Traffic traffic = new Traffic(network, DNS, "video.example")) {
      traffic.begins();
      Eventually.holds("enough is known", () -> traffic.known().size() >= 300);
      traffic.stop();
      assertThat(traffic.wrong()).isEmpty();
    }
    assertThat(network.wrong()).isZero();
    assertThat(host.report().join().wrongLinkPackets().values()).allMatch(packets -> packets == 0);
  }

  @ParameterizedTest
  @MethodSource("planes")
  void aLinkThatIsDownIsRefusedOrFollowedByTheNext(PlaneKind plane) {
    start(plane);
    assertThat(network.curl(DNS, "http://www.video.example/")).isEqualTo("isp2");
    network.unplug();
    Eventually.holds("it is seen", () -> !host.report().join().links().get("vpn").up());
    assertThat(network.curl(DNS, "http://www.video.example/")).isEqualTo(REFUSED);
    assertThat(network.curl(DNS, "http://late.video.example/")).isEqualTo(REFUSED);
    assertThat(network.curl(DNS, "http://198.18.200.5/")).isEqualTo(REFUSED);
    assertThat(network.packets("isp1", "isp2")).isZero();
    assertThat(network.curl(DNS, "http://spare.example/")).isEqualTo("isp1");
    network.plugIn();
    Eventually.holds(
        "it is back", () -> network.curl(DNS, "http://www.video.example/").equals("isp2"));
    assertThat(network.curl(DNS, "http://late.video.example/")).isEqualTo("isp2");
    assertThat(network.curl(DNS, "http://spare.example/")).isEqualTo("isp2");
    assertThat(network.curl(DNS, "http://198.18.200.5/")).isEqualTo("isp2");
    assertThat(repairs()).isZero();
  }

  @ParameterizedTest
  @MethodSource("planes")
  void aLinkThatFailsItsCheckIsAsOneThatIsDown(PlaneKind plane) {
    start(plane);
    assertThat(network.curl(DNS, "http://spare.example/")).isEqualTo("isp2");
    host.judge(Set.of("vpn"), Map.of());
    assertThat(host.report().join().links().get("vpn").up()).isFalse();
    assertThat(network.curl(DNS, "http://www.video.example/")).isEqualTo(REFUSED);
    assertThat(network.curl(DNS, "http://spare.example/")).isEqualTo("isp1");
    host.judge(Set.of(), Map.of());
    assertThat(host.report().join().links().get("vpn").up()).isTrue();
    assertThat(network.curl(DNS, "http://www.video.example/")).isEqualTo("isp2");
    assertThat(network.curl(DNS, "http://spare.example/")).isEqualTo("isp2");
    assertThat(repairs()).isZero();
  }

  /** As when the disk is full: nothing can be said to the commands that write chains. */
  @ParameterizedTest
  @MethodSource("planes")
  void aLinkThatGoesDownWhileTheKernelCannotBeToldIsFollowedLater(PlaneKind plane) {
    start(plane);
    network.in(
        "client",
        () -> {
          Client client = new Client(DNS, 1000);
          try (Socket open = new Socket(client.ask("spare.example", Client.A).getFirst(), 80)) {
            assertThat(Client.request(open)).isEqualTo("isp2");
            network.run("router", obstacles(plane));
            host.judge(Set.of("vpn"), Map.of());
            network.run("router", "sleep 1.5");
            network.run("router", "rm -r /run/waymark; rmdir " + onDisk(plane));
            Eventually.holds(
                "the next link is taken",
                () -> network.curl(DNS, "http://spare.example/").equals("isp1"));
            if (!(plane instanceof PlaneKind.OfRoutes)) {
              Eventually.holds("what went by it is ended", () -> isEnded(open));
            }
          }
          return 0;
        });
    Eventually.holds("it is known", () -> !host.report().join().links().get("vpn").up());
  }

  private String onDisk(PlaneKind plane) {
    String name = plane.equals(PlaneKind.IPSET) ? "script.iptables" : "script.nft";
    return network.folder().resolve("state").resolve(name).toString();
  }

  private String obstacles(PlaneKind plane) {
    String file = onDisk(plane);
    return "rm -rf /run/waymark " + file + "; touch /run/waymark; mkdir " + file;
  }

  private static boolean isEnded(Socket socket) {
    try {
      socket.setSoTimeout(5_000);
      Client.request(socket);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @ParameterizedTest
  @MethodSource("planes")
  void theFastestOfAGroupIsTaken(PlaneKind plane) {
    Link other = Policies.link("other", "up1", "10.1.0.1");
    Group both = new Group("both", List.of(other, Policies.VPN), Strategy.FASTEST);
    Policy policy =
        Policy.compile(
            List.of(Policies.VPN, other),
            List.of(both),
            List.of(Policies.rule("spare", List.of(both), "spare.example")),
            List.of(Link.DIRECT));
    host = network.host(policy, Learning.DEFAULT, plane);
    assertThat(network.curl(DNS, "http://spare.example/")).isEqualTo("isp1");
    host.judge(Set.of(), Map.of("other", 9_000_000L, "vpn", 1_000_000L));
    assertThat(network.curl(DNS, "http://spare.example/")).isEqualTo("isp2");
    host.judge(Set.of("vpn"), Map.of("other", 9_000_000L, "vpn", 1_000_000L));
    assertThat(network.curl(DNS, "http://spare.example/")).isEqualTo("isp1");
    assertThat(repairs()).isZero();
  }

  @ParameterizedTest
  @MethodSource("planes")
  void anotherPolicyTakesItsPlace(PlaneKind plane) {
    start(plane);
    assertThat(network.curl(DNS, "http://www.video.example/")).isEqualTo("isp2");
    assertThat(network.curl(DNS, "http://here.example/")).isEqualTo("isp1");
    Policy policy =
        Policies.policy(
            Policies.rule("video", Link.DIRECT, "video.example"),
            Policies.rule("here", Policies.VPN, "here.example"));
    assertThat(host.outlook(policy).join().transition().heldAfter()).isNotEmpty();
    host.replace(policy).join();
    assertThat(network.curl(DNS, "http://www.video.example/")).isEqualTo("isp1");
    assertThat(network.curl(DNS, "http://here.example/")).isEqualTo("isp2");
    host.replace(POLICY).join();
    assertThat(network.curl(DNS, "http://www.video.example/")).isEqualTo("isp2");
    assertThat(network.curl(DNS, "http://here.example/")).isEqualTo("isp1");
    assertThat(repairs()).isZero();
  }

  @ParameterizedTest
  @MethodSource("planes")
  void aRestartTakesOverWhatIsThere(PlaneKind plane) {
    start(plane);
    assertThat(network.curl(DNS, "http://www.video.example/")).isEqualTo("isp2");
    String before = network.run("router", ALL);
    host.close();
    assertThat(network.run("router", ALL)).isEqualTo(before);
    assertThat(network.curl(DNS, "http://198.18.0.7/")).isEqualTo("isp2");
    start(plane);
    assertThat(network.run("router", ALL)).isEqualTo(before);
    assertThat(network.curl(DNS, "http://198.18.0.7/")).isEqualTo("isp2");
    assertThat(network.wrong()).isZero();
  }

  @ParameterizedTest
  @MethodSource("planes")
  void nothingIsLeftBehind(PlaneKind plane) {
    String before = network.run("router", ALL);
    start(plane);
    assertThat(network.curl(DNS, "http://www.video.example/")).isEqualTo("isp2");
    assertThat(network.run("router", ALL)).isNotEqualTo(before);
    network.forget(host);
    assertThat(network.run("router", ALL)).isEqualTo(before);
    start(plane);
  }

  @ParameterizedTest
  @MethodSource("planes")
  void anotherPlaneTakesOver(PlaneKind plane) {
    start(plane);
    assertThat(network.curl(DNS, "http://www.video.example/")).isEqualTo("isp2");
    List<String> alone = network.run("router", ALL).lines().sorted().toList();
    for (PlaneKind next : planes().filter(kind -> !kind.equals(plane)).toList()) {
      host.close();
      start(next);
      assertThat(network.curl(DNS, "http://198.18.0.7/")).as(next.word()).isEqualTo("isp2");
      host.close();
      start(plane);
      assertThat(network.run("router", ALL).lines().sorted().toList())
          .as("back from " + next.word())
          .isEqualTo(alone);
      assertThat(network.curl(DNS, "http://198.18.0.7/")).isEqualTo("isp2");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iptables -t mangle -F",
        "iptables -t mangle -D PREROUTING -j WAYMARK_PREROUTING",
        "iptables -t mangle -F WAYMARK_STEER",
        "ip6tables -t mangle -I WAYMARK_STEER -j RETURN",
        "iptables -t nat -F POSTROUTING",
        "nft flush ruleset",
        "ipset flush waymark_2",
        "ipset del waymark_2 198.18.0.7",
        "ipset add waymark_2 198.18.99.99",
        "ipset flush waymarkn_2",
        "ipset flush waymark_2v6",
        "iptables -t mangle -F; iptables -t mangle -X; ipset destroy waymark_2",
      })
  void setsAndChainsArePutBack(String change) {
    String all = ALL.replace("ip route", "# ").replace("ip -6 route", "# ");
    start(PlaneKind.IPSET);
    assertThat(network.curl(DNS, "http://www.video.example/")).isEqualTo("isp2");
    network.run("client", "dig +tries=1 @" + DNS + " www.video.example AAAA");
    String before = network.run("router", all);
    // Of several commands the later ones find what the earlier left.
    try (Standstill _ = Standstill.of(host)) {
      network.run("router", change);
    }
    Eventually.holds("a repair after: " + change, () -> repairs() > 0);
    assertThat(network.run("router", all)).isEqualTo(before);
    assertThat(network.curl(DNS, "http://198.18.0.7/")).isEqualTo("isp2");
    assertThat(network.curl(DNS, "http://[2001:2:0:1::7]/")).isEqualTo("isp2");
    assertThat(network.curl(DNS, "http://198.18.200.7/")).isEqualTo("isp2");
    assertThat(repairs()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ip route flush table 7000",
        "ip -6 route flush table 7000",
        "ip route del 198.18.0.7 table 7000",
        "ip route replace 198.18.0.7 via 10.1.0.1 table 7000 metric 200 proto 250",
        "ip route add 198.18.0.0/24 via 10.1.0.1 table 7000",
        "ip rule del priority 7256",
        "ip -6 rule del priority 7256",
        "nft flush ruleset",
      })
  void decidedRoutesArePutBack(String change) {
    start(PlaneKind.ROUTES);
    assertThat(network.curl(DNS, "http://www.video.example/")).isEqualTo("isp2");
    network.run("client", "dig +tries=1 @" + DNS + " www.video.example AAAA");
    String before = network.run("router", ALL);
    network.run("router", change);
    Eventually.holds("a repair after: " + change, () -> repairs() > 0);
    Eventually.holds("put back: " + change, () -> network.run("router", ALL).equals(before));
    assertThat(network.curl(DNS, "http://198.18.0.7/")).isEqualTo("isp2");
    assertThat(network.curl(DNS, "http://[2001:2:0:1::7]/")).isEqualTo("isp2");
  }

  @Test
  void theRouteCommandAgrees() {
    start(PlaneKind.ROUTES);
    assertThat(network.curl(DNS, "http://www.video.example/")).isEqualTo("isp2");
    assertThat(network.run("router", "ip route show table 7000"))
        .contains("198.18.0.7 via 10.2.0.1 dev up2 proto 250 metric 200")
        .contains("198.18.200.0/25 via 10.2.0.1 dev up2 proto 250 metric 200")
        .contains("throw 198.18.200.128/25 proto 250 metric 200")
        .contains("prohibit 198.19.200.0/24 proto 250 metric 200");
    assertThat(network.run("router", "ip route get 198.18.0.7")).contains("dev up2 table 7000");
    assertThat(network.run("router", "ip route get 198.18.200.200")).contains("dev up1");
  }

  @Test
  void setsThatAreThereAreTakenOver() {
    network.run(
        "router",
        """
        ipset create waymark_2 hash:net timeout 600
        ipset add waymark_2 198.18.77.0/24
        ipset create waymarkn_2 hash:net
        ipset add waymarkn_2 198.18.200.0/25
        ipset add waymarkn_2 198.18.77.0/24
        """);
    start(PlaneKind.IPSET);
    assertThat(network.run("router", "ipset save waymark_2"))
        .doesNotContain("timeout", "198.18.77");
    assertThat(network.run("router", "ipset save waymarkn_2"))
        .contains("198.18.200.0/25")
        .doesNotContain("198.18.77");
  }
}
