package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Shell;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.InterfaceState;
import waymark.kernel.model.Marks;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Address;
import waymark.policy.EgressPath;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Masquerade;
import waymark.policy.Outlet;
import waymark.policy.Policy;
import waymark.policy.Strategy;

/** Groups share real connections, and what happens to these when a link goes down. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GroupsKernelTest {
  private static final int CLIENTS = 40;

  /** So long a connection waits that should get through. */
  private static final int PATIENCE_MILLIS = 20_000;

  private static final Link ONE = link("one", "up1", 1, "10.1.0.1", "fd00:1::1");
  private static final Link TWO = link("two", "up2", 1, "10.2.0.1", "fd00:2::1");

  @RegisterExtension private final TestRouter testRouter = new TestRouter();
  private final TestNetwork testNetwork = testRouter.testNetwork();
  private int visited;

  private static Link link(String name, String device, int weight, String v4, String v6) {
    return new Link(
        name,
        new EgressPath.Interface(device, List.of(Address.parse(v4), Address.parse(v6))),
        weight,
        Masquerade.AUTO);
  }

  @BeforeAll
  void build() {
    StringBuilder addresses = new StringBuilder();
    for (int i = 0; i < CLIENTS; i++) {
      addresses.append("address add ").append(client(i)).append("/24 dev eth0\n");
    }
    Shell.run("ip -n client -batch - <<'END'\n" + addresses + "END\n");
  }

  private static String client(int i) {
    return "10.0.0." + (100 + i);
  }

  private void start(Outlet... to) {
    start(PlaneKind.NFTABLES, to);
  }

  private void start(PlaneKind plane, Outlet... to) {
    List<Link> links = new ArrayList<>();
    List<Group> groups = new ArrayList<>();
    for (Outlet outlet : to) {
      for (Link link : outlet.links()) {
        if (link.egressPath() instanceof EgressPath.Interface && !links.contains(link)) {
          links.add(link);
        }
      }
      if (outlet instanceof Group group) {
        groups.add(group);
      }
    }
    Policy policy =
        Policy.compile(
            links,
            groups,
            List.of(Policies.rule("all", List.of(to), "198.18.0.0/15", "2001:2::/48")),
            List.of(Link.DIRECT));
    testRouter.start(policy, plane);
    Eventually.holds(
        "the links are up",
        () -> testRouter.report().links().values().stream().allMatch(InterfaceState::up));
  }

  private Socket connect(String from) throws IOException {
    return connect(from, PATIENCE_MILLIS);
  }

  /** A connection from a client's address to an address that no other went to. */
  private Socket connect(String from, int millis) throws IOException {
    visited++;
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(TestNetwork.address(from), 0));
    socket.setSoTimeout(millis);
    socket.connect(
        new InetSocketAddress(
            TestNetwork.address("198.18." + visited / 250 + "." + (1 + visited % 250)), 80),
        millis);
    return socket;
  }

  private String visit(String from) throws IOException {
    try (Socket socket = connect(from)) {
      return TestClient.request(socket);
    }
  }

  /** Where so many new connections arrive. */
  private List<String> visits(int many) {
    return testNetwork.in(
        "client",
        () -> {
          List<String> arrived = new ArrayList<>();
          for (int i = 0; i < many; i++) {
            arrived.add(visit(client(i % CLIENTS)));
          }
          return arrived;
        });
  }

  private static long of(String isp, List<String> arrived) {
    return arrived.stream().filter(isp::equals).count();
  }

  /** Waits until every new connection arrives there. */
  private void untilAllBy(String isp) {
    Eventually.holds("all by " + isp, () -> allBy(isp));
  }

  private boolean allBy(String isp) {
    return testNetwork.in(
        "client",
        () -> {
          for (int i = 0; i < 6; i++) {
            // What was lost with the link may get no answer at all.
            try (Socket socket = connect(client(i), 2_000)) {
              if (!TestClient.request(socket).equals(isp)) {
                return false;
              }
            } catch (IOException _) {
              // refused, or sent to the dead link
              return false;
            }
          }
          return true;
        });
  }

  private long connections(Link link) {
    int mark = testRouter.host().marks(List.of(link)).getOrDefault(link.name(), 0);
    return testNetwork.connections(Marks.DEFAULT.number(mark));
  }

  @Test
  void roundRobinSharesByWeight() {
    Link heavy = link("one", "up1", 3, "10.1.0.1", "fd00:1::1");
    start(new Group("g", List.of(heavy, TWO), Strategy.ROUND_ROBIN));
    List<String> arrived = visits(80);
    assertThat(of("isp1", arrived)).isBetween(58L, 62L);
    assertThat(of("isp2", arrived)).isEqualTo(80 - of("isp1", arrived));
    // No link waits for longer than its turn.
    for (int i = 0; i + 8 <= arrived.size(); i++) {
      assertThat(arrived.subList(i, i + 8)).contains("isp2");
    }
  }

  @Test
  void randomSharesRoughly() {
    start(new Group("g", List.of(ONE, TWO), Strategy.RANDOM));
    // Outside of it once in ten million times.
    assertThat(of("isp1", visits(100))).isBetween(24L, 76L);
  }

  static Stream<PlaneKind> planes() {
    return Stream.of(PlaneKind.NFTABLES, PlaneKind.IPSET);
  }

  @ParameterizedTest
  @MethodSource("planes")
  void stickyKeepsAClientsLinkAndSpreadsClients(PlaneKind plane) {
    start(plane, new Group("g", List.of(ONE, TWO), Strategy.STICKY));
    List<String> first = visits(CLIENTS);
    assertThat(visits(CLIENTS)).isEqualTo(first);
    assertThat(of("isp1", first)).isBetween(6L, CLIENTS - 6L);

    // Of a link that is down the clients are lent to the other, whose own stay; then they return.
    testRouter.host().judge(Map.of("two", "no answer"), Map.of());
    untilAllBy("isp1");
    assertThat(new HashSet<>(visits(CLIENTS))).containsExactly("isp1");
    testRouter.host().judge(Map.of(), Map.of());
    Eventually.holds("the clients are back", () -> visits(CLIENTS).equals(first));
  }

  @Test
  void leastConnectionsEvensOut() throws IOException {
    start(new Group("g", List.of(ONE, TWO), Strategy.LEAST_CONNECTIONS));
    testRouter.host().judge(Map.of("two", "no answer"), Map.of());
    untilAllBy("isp1");
    List<Socket> open = new ArrayList<>();
    try {
      open.addAll(open(20));
      testRouter.host().judge(Map.of(), Map.of());
      // Counted once a second.
      Eventually.holds("the idle link has nearly all", () -> of("isp2", visits(20)) >= 16);
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  private List<Socket> open(int many) {
    return testNetwork.in(
        "client",
        () -> {
          List<Socket> sockets = new ArrayList<>();
          for (int i = 0; i < many; i++) {
            sockets.add(connect(client(i % CLIENTS)));
          }
          return sockets;
        });
  }

  @Test
  void fastestFollowsTheLatencies() {
    start(new Group("g", List.of(ONE, TWO), Strategy.FASTEST));
    assertThat(new HashSet<>(visits(10))).containsExactly("isp1");
    testRouter.host().judge(Map.of(), Map.of("one", 50_000_000L, "two", 10_000_000L));
    untilAllBy("isp2");
    // Not faster by a fifth: nothing changes.
    testRouter.host().judge(Map.of(), Map.of("one", 9_000_000L, "two", 10_000_000L));
    testRouter.report();
    assertThat(new HashSet<>(visits(10))).containsExactly("isp2");
    testRouter.host().judge(Map.of(), Map.of("one", 5_000_000L, "two", 10_000_000L));
    untilAllBy("isp1");
    testRouter
        .host()
        .judge(Map.of("one", "no answer"), Map.of("one", 5_000_000L, "two", 10_000_000L));
    untilAllBy("isp2");
  }

  @Test
  void aGroupFallsOverWhenAnInterfaceGoesDown() throws IOException {
    start(new Group("g", List.of(ONE, TWO), Strategy.ROUND_ROBIN));
    fallsOver(() -> testNetwork.run("router", "ip link set up2 down"), this::setUp);
  }

  @Test
  void aGroupFallsOverWhenACheckSaysSo() throws IOException {
    start(new Group("g", List.of(ONE, TWO), Strategy.ROUND_ROBIN));
    fallsOver(
        () -> testRouter.host().judge(Map.of("two", "no answer"), Map.of()),
        () -> testRouter.host().judge(Map.of(), Map.of()));
  }

  /** Addresses of IPv6 went when it was set down. */
  private void setUp() {
    testNetwork.run("router", "ip link set up2 up; ip address add fd00:2::2/64 dev up2 nodad");
  }

  /** Connections by both links; two goes down and returns. */
  private void fallsOver(Runnable down, Runnable up) throws IOException {
    List<Socket> by1 = new ArrayList<>();
    List<Socket> by2 = new ArrayList<>();
    for (Socket socket : open(10)) {
      (TestClient.request(socket).equals("isp1") ? by1 : by2).add(socket);
    }
    assertThat(by1).hasSize(5);
    try {
      assertThat(connections(TWO)).isGreaterThanOrEqualTo(5);
      down.run();
      untilAllBy("isp1");
      Eventually.holds("connections of the dead link are ended", () -> connections(TWO) == 0);
      for (Socket socket : by1) {
        assertThat(TestClient.request(socket)).isEqualTo("isp1");
      }
      up.run();
      Eventually.holds("both again", () -> new HashSet<>(visits(4)).size() == 2);
      assertThat(of("isp2", visits(20))).isBetween(9L, 11L);
      for (Socket socket : by1) {
        assertThat(TestClient.request(socket)).isEqualTo("isp1");
      }
    } finally {
      for (Socket socket : by1) {
        socket.close();
      }
      for (Socket socket : by2) {
        socket.close();
      }
    }
  }

  @Test
  void theNextOfAListTakesOverWhenAnInterfaceGoesDown() {
    start(TWO, Link.DIRECT);
    assertThat(new HashSet<>(visits(5))).containsExactly("isp2");
    testNetwork.run("router", "ip link set up2 down");
    try {
      untilAllBy("isp1");
    } finally {
      setUp();
    }
    untilAllBy("isp2");
  }

  @Test
  void theNextOfAListTakesOverWhenACheckSaysSo() throws IOException {
    start(TWO, Link.DIRECT);
    List<Socket> open = open(3);
    testRouter.host().judge(Map.of("two", "no answer"), Map.of());
    untilAllBy("isp1");
    Eventually.holds("connections of the dead link are ended", () -> connections(TWO) == 0);
    testRouter.host().judge(Map.of(), Map.of());
    untilAllBy("isp2");
    for (Socket socket : open) {
      socket.close();
    }
  }

  @Test
  void whatBeginsWhenALinkIsUpAgainGoesOn() throws IOException {
    start(TWO);
    for (int i = 0; i < 20; i++) {
      testRouter.host().judge(Map.of("two", "no answer"), Map.of());
      testRouter.host().judge(Map.of(), Map.of());
      testRouter.report();
      for (Socket socket : open(10)) {
        assertThat(TestClient.request(socket)).isEqualTo("isp2");
        socket.close();
      }
    }
  }

  @Test
  void aGroupWithoutALinkThatIsUpGivesWayToTheNext() {
    start(new Group("g", List.of(TWO), Strategy.STICKY), ONE);
    assertThat(new HashSet<>(visits(5))).containsExactly("isp2");
    testRouter.host().judge(Map.of("two", "no answer"), Map.of());
    untilAllBy("isp1");
    testRouter.host().judge(Map.of("one", "no answer", "two", "no answer"), Map.of());
    Eventually.holds("nothing is left", () -> refused());
    testRouter.host().judge(Map.of(), Map.of());
    untilAllBy("isp2");
  }

  private boolean refused() {
    return testNetwork.in(
        "client",
        () -> {
          try {
            visit(client(0));
            return false;
          } catch (IOException _) {
            return true;
          }
        });
  }
}
