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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waymark.policy.Link;
import waymark.policy.Policy;

/** With {@code default: block} nothing leaves but what a rule allows, and what a host needs. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DefaultDenyKernelTest {
  private static final String DNS = "10.1.0.1";
  private static final List<String> FORBIDDEN = List.of("198.19.0.9", "2001:2:0:2::9");
  private static final int SERVICE = 2222;

  private static final waymark.policy.Rule ALLOWED =
      Policies.rule(
          "allowed", Link.DIRECT, "allowed.example", "198.19.5.0/24", "2001:2:0:2:5::/80");

  private static final Policy POLICY = policy(Link.BLOCK);

  private Network network;
  private Optional<KernelHost> running = Optional.empty();
  private Optional<Process> daemon = Optional.empty();
  private Path resolvConf;

  private static Policy policy(Link otherwise) {
    return Policy.compile(
        List.of(Policies.VPN),
        List.of(ALLOWED, Policies.rule("video", Policies.VPN, "video.example", "198.18.5.0/24")),
        List.of(otherwise));
  }

  @BeforeAll
  void build() {
    network = Network.build();
    resolvConf = network.folder().resolve("router-resolv.conf");
    network.dnsmasq(
        "isp1",
        "listen-address=10.1.0.1,fd00:1::1\n"
            + "host-record=www.allowed.example,198.19.0.80,2001:2:0:2::80\n"
            + "host-record=www.video.example,198.18.0.80,2001:2:0:1::80\n"
            + "host-record=ads.example,198.19.0.66\n");
    network.awaitDns("isp1", DNS);
  }

  @AfterAll
  void remove() {
    network.close();
  }

  @BeforeEach
  void forget() throws IOException {
    resolvers(DNS, "fd00:1::1");
    network.forgetPackets();
  }

  @AfterEach
  void stop() {
    daemon.ifPresent(it -> it.destroyForcibly().onExit().join());
    running.ifPresent(network::forget);
    running = Optional.empty();
    network.run("router", "nft delete table inet waymark 2>/dev/null || :");
  }

  private void resolvers(String... servers) throws IOException {
    Files.write(resolvConf, List.of(servers).stream().map(it -> "nameserver " + it).toList());
  }

  private KernelHost start(Policy policy, String... management) {
    List<waymark.policy.Network> networks =
        List.of(management).stream().map(waymark.policy.Network::parse).toList();
    KernelHost host =
        network.host(policy, Learning.DEFAULT, new Essentials(networks, List.of(), resolvConf));
    running = Optional.of(host);
    return host;
  }

  private void start() {
    start(POLICY);
    // The last packets of the test before are none of this one's.
    network.forgetPackets();
  }

  private Denials denials() {
    return running.orElseThrow().report().join().denials();
  }

  private long refused() {
    return denials().refused();
  }

  private long strays() {
    return denials().strays();
  }

  /** Packets to the addresses that no rule allows. */
  private long leaked() {
    return network.packets("isp1", "isp1") + network.packets("isp2", "isp1");
  }

  private static String visited(String address) {
    try {
      return Client.visit(Network.address(address));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void assertRefusedAtOnce(String address) {
    long begin = System.nanoTime();
    Throwable tcp = catchThrowable(() -> Client.visit(Network.address(address)));
    assertThat(tcp)
        .as(address)
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("refused");
    Throwable udp = catchThrowable(() -> exchange(address, 4433));
    assertThat(udp)
        .as(address)
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
    // Sooner than anything is sent again.
    assertThat(System.nanoTime() - begin).isLessThan(900_000_000L);
  }

  /** Sends a datagram and waits for what comes. */
  private static byte[] exchange(String address, int port) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(Network.address(address), port);
      socket.setSoTimeout(3000);
      byte[] query = Client.query(7, "www.allowed.example", Client.A);
      socket.send(new DatagramPacket(query, query.length));
      DatagramPacket reply = new DatagramPacket(new byte[512], 512);
      socket.receive(reply);
      return reply.getData();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "router"})
  void whatNoRuleAllowsIsRefusedAtOnce(String who) {
    start();
    network.in(
        who,
        () -> {
          FORBIDDEN.forEach(DefaultDenyKernelTest::assertRefusedAtOnce);
          return 0;
        });
    assertThat(leaked()).isZero();
    assertThat(refused()).isGreaterThanOrEqualTo(4);
    assertThat(strays()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "router"})
  void whatARuleAllowsPasses(String who) {
    start();
    network.in(
        who,
        () -> {
          assertThat(visited("198.19.5.7")).isEqualTo("isp1");
          assertThat(visited("2001:2:0:2:5::7")).isEqualTo("isp1");
          assertThat(visited("198.18.5.7")).isEqualTo("isp2");
          for (int type : List.of(Client.A, Client.AAAA)) {
            for (InetAddress it : new Client(DNS, 1000).ask("www.allowed.example", type)) {
              assertThat(Client.visit(it)).isEqualTo("isp1");
            }
            for (InetAddress it : new Client("fd00:1::1", 1000).ask("www.video.example", type)) {
              assertThat(Client.visit(it)).isEqualTo("isp2");
            }
          }
          return 0;
        });
    assertThat(network.wrong()).isZero();
    assertThat(refused()).isZero();
    assertThat(strays()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "router"})
  void onlyNamedResolversAreAsked(String who) throws IOException {
    start();
    String other = "198.19.0.53";
    network.in(
        who,
        () -> {
          assertThat(exchange(DNS, 53)).isNotEmpty();
          assertThat(catchThrowable(() -> exchange(other, 53)))
              .isInstanceOf(IOException.class)
              .isNotInstanceOf(SocketTimeoutException.class);
          return 0;
        });
    assertThat(leaked()).isZero();
    resolvers(other);
    Eventually.holds(
        "the system's resolver is followed",
        () -> network.run("router", "nft list chain inet waymark deny").contains(other));
    network.in(who, () -> catchThrowable(() -> exchange(other, 53)));
    assertThat(leaked()).isPositive();
  }

  @Test
  void othersReachThisHost() throws IOException {
    start();
    try (ServerSocket server = network.in("router", () -> new ServerSocket(SERVICE))) {
      for (String who : List.of("client", "isp1")) {
        String address = who.equals("client") ? "10.0.0.1" : "10.1.0.2";
        network.in(
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
    assertThat(strays()).isZero();
  }

  @Test
  void networksOfManagementAreReached() {
    start(POLICY, "198.19.77.0/24", "2001:2:0:2:77::/80");
    for (String who : List.of("client", "router")) {
      network.in(
          who,
          () -> {
            assertThat(visited("198.19.77.7")).isEqualTo("isp1");
            assertThat(visited("2001:2:0:2:77::7")).isEqualTo("isp1");
            assertRefusedAtOnce("198.19.78.7");
            return 0;
          });
    }
  }

  /** Sockets that are open, and what each says now. */
  private Socket open(String who, String address, int port) {
    return network.in(
        who,
        () -> {
          Socket socket = new Socket();
          socket.connect(new InetSocketAddress(Network.address(address), port), 2000);
          socket.setSoTimeout(3000);
          if (port == 80) {
            assertThat(Client.request(socket)).isEqualTo("isp1");
          }
          return socket;
        });
  }

  private static void assertEnded(Socket socket) {
    Throwable thrown = catchThrowable(() -> Client.request(socket));
    assertThat(thrown)
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void whatWasOpenBeforeGoesOnOnlyWhereARuleAllowsIt() throws IOException {
    network.run(
        "router",
        "echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding");
    List<Socket> allowed = new ArrayList<>();
    List<Socket> forbidden = new ArrayList<>();
    for (String who : List.of("client", "router")) {
      allowed.add(open(who, "198.19.5.7", 80));
      allowed.add(open(who, "2001:2:0:2:5::7", 80));
      forbidden.add(open(who, "198.19.0.9", 80));
      forbidden.add(open(who, "2001:2:0:2::9", 80));
    }
    start();
    for (Socket socket : allowed) {
      assertThat(Client.request(socket)).isEqualTo("isp1");
      socket.close();
    }
    network.forgetPackets();
    for (Socket socket : forbidden) {
      assertEnded(socket);
      socket.close();
    }
    assertThat(leaked()).isZero();
  }

  @Test
  void theSessionOfManagementOutlivesTheStartAndTheLossOfConntrack() throws IOException {
    try (ServerSocket server = network.in("router", () -> new ServerSocket(SERVICE));
        Socket outside = open("isp1", "10.1.0.2", SERVICE);
        Socket session = server.accept()) {
      // This host's side is the first that connection tracking sees.
      start();
      for (int i = 0; i < 3; i++) {
        session.getOutputStream().write(i);
        assertThat(outside.getInputStream().read()).isEqualTo(i);
        outside.getOutputStream().write(i);
        assertThat(session.getInputStream().read()).isEqualTo(i);
        network.run("router", "conntrack -F 2>/dev/null");
      }
      outside.getOutputStream().write(7);
      assertThat(session.getInputStream().read()).isEqualTo(7);
    }
  }

  /** Neither does what it sends go on, nor does a refusal carry it to the source that it names. */
  @Test
  void aForgedSourcePassesNothing() {
    start();
    network.run("router", "for i in all c0; do echo 0 >/proc/sys/net/ipv4/conf/$i/rp_filter; done");
    List<String> sources = List.of("198.19.5.7", "2001:2:0:2:5::7");
    sources.forEach(it -> network.run("client", "ip address add " + it + " dev lo"));
    network.in(
        "client",
        () -> {
          for (int i = 0; i < sources.size(); i++) {
            try (DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(Network.address(sources.get(i)), 0))) {
              InetAddress target = Network.address(FORBIDDEN.get(i));
              socket.send(new DatagramPacket(new byte[8], 8, target, 4433));
            }
          }
          return 0;
        });
    Eventually.holds("both are dropped", () -> refused() >= 2);
    sources.forEach(it -> network.run("client", "ip address delete " + it + " dev lo"));
    assertThat(leaked()).isZero();
  }

  @Test
  void aDefaultThatChangesToBlockEndsWhatIsOpen() throws Exception {
    KernelHost host = start(policy(Link.DIRECT));
    List<Socket> forbidden =
        List.of(open("client", "198.19.0.9", 80), open("router", "2001:2:0:2::9", 80));
    Socket allowed = open("client", "198.19.5.7", 80);
    host.replace(POLICY).join();
    for (Socket socket : forbidden) {
      Eventually.holds(
          "it ends",
          () -> {
            Throwable thrown = catchThrowable(() -> Client.request(socket));
            return thrown instanceof IOException && !(thrown instanceof SocketTimeoutException);
          });
      socket.close();
    }
    assertThat(Client.request(allowed)).isEqualTo("isp1");
    allowed.close();
  }

  @Test
  void aConnectionWhoseAddressIsBlockedLaterIsReset() throws Exception {
    start(Policies.policy(Policies.rule("ads", Link.BLOCK, "ads.example")));
    try (Socket socket = open("client", "198.19.0.66", 80)) {
      network.in("client", () -> new Client(DNS, 1000).ask("ads.example", Client.A));
      Eventually.holds(
          "it is reset",
          () -> {
            Throwable thrown = catchThrowable(() -> Client.request(socket));
            return thrown instanceof IOException && !(thrown instanceof SocketTimeoutException);
          });
    }
  }

  private Process startedDaemon() {
    Process daemon = network.denyingDaemon(resolvConf);
    this.daemon = Optional.of(daemon);
    Eventually.holds(
        "it is ready",
        () -> {
          if (!daemon.isAlive()) {
            throw new AssertionError("it ended: " + network.said(daemon));
          }
          return network.said(daemon).contains("ready");
        });
    return daemon;
  }

  @Test
  void nothingLeaksWhateverBecomesOfTheDaemonAndOfOneLine() throws Exception {
    Process daemon = startedDaemon();
    network.forgetPackets();
    try (Attempts _ = new Attempts(network, FORBIDDEN)) {
      for (int i = 0; i < 3; i++) {
        Thread.sleep(200);
        daemon.destroyForcibly().onExit().join();
        Thread.sleep(200);
        daemon = startedDaemon();
      }
      // With nobody there to repair it.
      daemon.destroyForcibly().onExit().join();
      for (String damage :
          List.of(
              "flush chain inet waymark steer",
              "flush chain inet waymark prerouting; nft flush chain inet waymark output",
              "flush table inet waymark")) {
        network.run("router", "nft " + damage);
        Thread.sleep(300);
        assertThat(leaked()).as(damage).isZero();
      }
      assertThat(network.run("router", "nft list counter inet waymark strays"))
          .doesNotContain("packets 0 ");
      daemon = startedDaemon();
      network.run("router", "nft flush table inet waymark");
      Thread.sleep(500);
      assertThat(leaked()).isZero();
      // Whoever takes all away opens the door until it is seen.
      network.run("router", "nft flush ruleset");
      Thread.sleep(1000);
      network.forgetPackets();
      Thread.sleep(500);
      assertThat(leaked()).isZero();
      network.run("router", "nft flush chain inet waymark strays");
      Thread.sleep(300);
      assertThat(leaked()).isZero();
    }
    daemon.destroyForcibly().onExit().join();
    start();
    assertThat(denials().byDefault()).isTrue();
  }

  /** Connections to addresses, again and again, from the client and from the router. */
  private static final class Attempts implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    Attempts(Network network, List<String> addresses) {
      for (String who : List.of("client", "router")) {
        network.in(
            who,
            () -> {
              threads.add(Thread.ofPlatform().daemon().start(() -> run(addresses)));
              return 0;
            });
      }
    }

    private void run(List<String> addresses) {
      while (!stopping) {
        pause();
        for (String address : addresses) {
          try (Socket socket = new Socket();
              DatagramSocket datagrams = new DatagramSocket()) {
            datagrams.send(new DatagramPacket(new byte[8], 8, Network.address(address), 4433));
            socket.connect(new InetSocketAddress(Network.address(address), 80), 20);
          } catch (IOException _) {
            // as it should be
          }
        }
      }
    }

    private static void pause() {
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      stopping = true;
      for (Thread thread : threads) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
