package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waymark.kernel.fixture.DenyingRouter;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.model.Exemption;
import waymark.kernel.model.PlaneKind;
import waymark.kernel.model.PolicyImpact;
import waymark.policy.Address;
import waymark.policy.Link;

/** With {@code default: block} nothing leaves but what a rule allows, and what a host needs. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DefaultDenyKernelTest {
  private static final int SERVICE = 2222;

  @RegisterExtension private final DenyingRouter router = new DenyingRouter();

  static List<PlaneKind> planes() {
    return DenyingRouter.planes();
  }

  static List<Arguments> planesAndHosts() {
    List<Arguments> both = new ArrayList<>();
    planes().forEach(plane -> both.add(Arguments.of(plane, "client")));
    planes().forEach(plane -> both.add(Arguments.of(plane, "router")));
    return both;
  }

  private static void assertRefusedAtOnce(String address) {
    Throwable tcp = catchThrowable(() -> TestClient.visit(TestNetwork.address(address)));
    assertThat(tcp)
        .as(address)
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("refused");
    Throwable udp = catchThrowable(() -> DenyingRouter.exchange(address, 4433));
    assertThat(udp)
        .as(address)
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
  }

  @ParameterizedTest
  @MethodSource("planesAndHosts")
  void whatNoRuleAllowsIsRefusedAtOnce(PlaneKind plane, String who) {
    router.by(plane);
    router.start();
    router
        .testNetwork()
        .in(
            who,
            () -> {
              DenyingRouter.FORBIDDEN.forEach(DefaultDenyKernelTest::assertRefusedAtOnce);
              return 0;
            });
    assertThat(router.leaked()).isZero();
    Eventually.holds("all are counted", () -> router.denyCounters().refused() >= 4);
    assertThat(router.denyCounters().strays()).isZero();
  }

  @ParameterizedTest
  @MethodSource("planesAndHosts")
  void whatARuleAllowsPasses(PlaneKind plane, String who) {
    router.by(plane);
    router.start();
    router
        .testNetwork()
        .in(
            who,
            () -> {
              assertThat(DenyingRouter.visited("198.19.5.7")).isEqualTo("isp1");
              assertThat(DenyingRouter.visited("2001:2:0:2:5::7")).isEqualTo("isp1");
              assertThat(DenyingRouter.visited("198.18.5.7")).isEqualTo("isp2");
              for (int type : List.of(TestClient.A, TestClient.AAAA)) {
                for (InetAddress it :
                    new TestClient(DenyingRouter.DNS, 1000).ask("www.allowed.example", type)) {
                  assertThat(TestClient.visit(it)).isEqualTo("isp1");
                }
                for (InetAddress it :
                    new TestClient("fd00:1::1", 1000).ask("www.video.example", type)) {
                  assertThat(TestClient.visit(it)).isEqualTo("isp2");
                }
              }
              return 0;
            });
    assertThat(router.testNetwork().wrong()).isZero();
    assertThat(router.denyCounters().refused()).isZero();
    assertThat(router.denyCounters().strays()).isZero();
  }

  @ParameterizedTest
  @MethodSource("planesAndHosts")
  void onlyNamedResolversAreAsked(PlaneKind plane, String who) throws IOException {
    router.by(plane);
    router.start();
    String other = "198.19.0.53";
    router
        .testNetwork()
        .in(
            who,
            () -> {
              assertThat(DenyingRouter.exchange(DenyingRouter.DNS, 53)).isNotEmpty();
              assertThat(catchThrowable(() -> DenyingRouter.exchange(other, 53)))
                  .isInstanceOf(IOException.class)
                  .isNotInstanceOf(SocketTimeoutException.class);
              return 0;
            });
    assertThat(router.leaked()).isZero();
    String chain =
        router.isNftables()
            ? "nft list chain inet waymark deny"
            : "iptables -t mangle -S WAYMARK_DENY";
    router.resolvers(other);
    Eventually.holds(
        "the system's resolver is followed",
        () -> router.testNetwork().run("router", chain).contains(other));
    router.testNetwork().in(who, () -> catchThrowable(() -> DenyingRouter.exchange(other, 53)));
    assertThat(router.leaked()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("planes")
  void othersReachThisHost(PlaneKind plane) throws IOException {
    router.by(plane);
    router.start();
    try (ServerSocket server = router.testNetwork().in("router", () -> new ServerSocket(SERVICE))) {
      for (String who : List.of("client", "isp1")) {
        String address = who.equals("client") ? "10.0.0.1" : "10.1.0.2";
        router
            .testNetwork()
            .in(
                who,
                () -> {
                  try (Socket socket = new Socket(address, SERVICE);
                      Socket accepted = server.accept()) {
                    socket.getOutputStream().write(1);
                    assertThat(accepted.getInputStream().read()).isEqualTo(1);
                    accepted.getOutputStream().write(2);
                    assertThat(socket.getInputStream().read()).isEqualTo(2);
                  }
                  return 0;
                });
      }
    }
    assertThat(router.denyCounters().strays()).isZero();
  }

  @ParameterizedTest
  @MethodSource("planes")
  void networksOfManagementAreReached(PlaneKind plane) {
    router.by(plane);
    router.start(DenyingRouter.POLICY, "198.19.77.0/24", "2001:2:0:2:77::/80");
    for (String who : List.of("client", "router")) {
      router
          .testNetwork()
          .in(
              who,
              () -> {
                assertThat(DenyingRouter.visited("198.19.77.7")).isEqualTo("isp1");
                assertThat(DenyingRouter.visited("2001:2:0:2:77::7")).isEqualTo("isp1");
                assertRefusedAtOnce("198.19.78.7");
                return 0;
              });
    }
  }

  @ParameterizedTest
  @MethodSource("planes")
  void networksOfManagementAreExemptWithAnotherDefault(PlaneKind plane) {
    router.by(plane);
    KernelHost host =
        router.start(
            DenyingRouter.policy(Policies.VPN),
            "198.19.77.0/24",
            "198.18.5.64/26",
            "2001:2:0:2:77::/80");
    for (String who : List.of("client", "router")) {
      router
          .testNetwork()
          .in(
              who,
              () -> {
                assertThat(DenyingRouter.visited("198.19.77.7")).isEqualTo("isp1");
                assertThat(DenyingRouter.visited("2001:2:0:2:77::7")).isEqualTo("isp1");
                assertThat(DenyingRouter.visited("198.18.5.70")).isEqualTo("isp1");
                assertThat(DenyingRouter.visited("198.18.5.7")).isEqualTo("isp2");
                assertThat(DenyingRouter.visited("198.19.78.7")).isEqualTo("isp2");
                return 0;
              });
    }
    assertThat(host.exemption(Address.parse("198.19.77.7")).join()).isEqualTo(Exemption.MANAGEMENT);
  }

  @ParameterizedTest
  @MethodSource("planes")
  void whatWouldPassIsToldBeforeAndWhyAfterwards(PlaneKind plane) {
    router.by(plane);
    KernelHost host = router.start(DenyingRouter.policy(Link.DIRECT), "198.19.77.0/24");
    PolicyImpact policyImpact = host.impact(DenyingRouter.POLICY).join();
    assertThat(policyImpact.before()).noneMatch(line -> line.contains(DenyingRouter.DNS));
    assertThat(policyImpact.after()).anyMatch(line -> line.contains(DenyingRouter.DNS));
    host.replace(DenyingRouter.POLICY, List.of()).join();
    assertThat(host.impact(DenyingRouter.POLICY).join().before()).isEqualTo(policyImpact.after());
    assertThat(host.exemption(Address.parse(DenyingRouter.DNS)).join())
        .isEqualTo(Exemption.RESOLVER);
    assertThat(host.exemption(Address.parse("198.19.77.7")).join()).isEqualTo(Exemption.MANAGEMENT);
    assertThat(host.exemption(Address.parse("198.19.0.9")).join()).isEqualTo(Exemption.NONE);
    assertThat(host.report().join().denyCounters().byDefault()).isTrue();
  }

  /** Neither does what it sends go on, nor does a refusal carry it to the source that it names. */
  @ParameterizedTest
  @MethodSource("planes")
  void aForgedSourcePassesNothing(PlaneKind plane) {
    router.by(plane);
    router.start();
    router
        .testNetwork()
        .run("router", "for i in all c0; do echo 0 >/proc/sys/net/ipv4/conf/$i/rp_filter; done");
    List<String> sources = List.of("198.19.5.7", "2001:2:0:2:5::7");
    sources.forEach(it -> router.testNetwork().run("client", "ip address add " + it + " dev lo"));
    router
        .testNetwork()
        .in(
            "client",
            () -> {
              for (int i = 0; i < sources.size(); i++) {
                try (DatagramSocket socket =
                    new DatagramSocket(
                        new InetSocketAddress(TestNetwork.address(sources.get(i)), 0))) {
                  InetAddress target = TestNetwork.address(DenyingRouter.FORBIDDEN.get(i));
                  socket.send(new DatagramPacket(new byte[8], 8, target, 4433));
                }
              }
              return 0;
            });
    Eventually.holds("both are dropped", () -> router.denyCounters().refused() >= 2);
    sources.forEach(
        it -> router.testNetwork().run("client", "ip address delete " + it + " dev lo"));
    assertThat(router.leaked()).isZero();
  }
}
