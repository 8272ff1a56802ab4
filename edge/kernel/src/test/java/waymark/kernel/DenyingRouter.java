package waymark.kernel;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import waymark.policy.Link;
import waymark.policy.Policy;

/**
 * A router in its {@link Network} whose default is to block, by one plane or another; anew for each
 * test of a class.
 */
final class DenyingRouter implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  static final String DNS = "10.1.0.1";

  /** Addresses that no rule allows. */
  static final List<String> FORBIDDEN = List.of("198.19.0.9", "2001:2:0:2::9");

  static final Policy POLICY = policy(Link.BLOCK);

  private final Network network = Network.build();
  private final Path resolvConf = network.folder().resolve("router-resolv.conf");
  private PlaneKind plane = PlaneKind.NFTABLES;
  private Optional<KernelHost> running = Optional.empty();
  private Optional<Process> daemon = Optional.empty();

  DenyingRouter() {
    network.dnsmasq(
        "isp1",
        "listen-address=10.1.0.1,fd00:1::1\n"
            + "host-record=www.allowed.example,198.19.0.80,2001:2:0:2::80\n"
            + "host-record=www.video.example,198.18.0.80,2001:2:0:1::80\n"
            + "host-record=ads.example,198.19.0.66\n");
    network.awaitDns("isp1", DNS);
  }

  static List<PlaneKind> planes() {
    return List.of(PlaneKind.NFTABLES, PlaneKind.IPSET);
  }

  static Policy policy(Link otherwise) {
    return Policy.compile(
        List.of(Policies.VPN),
        List.of(
            Policies.rule(
                "allowed", Link.DIRECT, "allowed.example", "198.19.5.0/24", "2001:2:0:2:5::/80"),
            Policies.rule("video", Policies.VPN, "video.example", "198.18.5.0/24")),
        List.of(otherwise));
  }

  Network network() {
    return network;
  }

  /** The plane of every start from now on. */
  void by(PlaneKind other) {
    plane = other;
  }

  boolean isNftables() {
    return plane.equals(PlaneKind.NFTABLES);
  }

  /** The name servers of the router from now on. */
  void resolvers(String... servers) throws IOException {
    Files.write(resolvConf, List.of(servers).stream().map(it -> "nameserver " + it).toList());
  }

  KernelHost start(Policy policy, String... management) {
    List<waymark.policy.Network> networks =
        List.of(management).stream().map(waymark.policy.Network::parse).toList();
    Essentials essentials = new Essentials(networks, List.of(), resolvConf);
    KernelHost host = network.host(policy, Learning.DEFAULT, plane, essentials);
    running = Optional.of(host);
    return host;
  }

  void start() {
    start(POLICY);
    // The last packets of the test before are none of this one's.
    network.forgetPackets();
  }

  /** Another process, which lets nothing out but what its rule is about. */
  Process startedDaemon() {
    Process process = network.denyingDaemon(resolvConf, plane);
    daemon = Optional.of(process);
    Eventually.holds(
        "it is ready",
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("it ended: " + network.said(process));
          }
          return network.said(process).contains("ready");
        });
    return process;
  }

  /** The host ends; what it has decided stays in the kernel. */
  void leave() {
    running.ifPresent(KernelHost::close);
    running = Optional.empty();
  }

  void stop() {
    daemon.ifPresent(it -> it.destroyForcibly().onExit().join());
    leave();
    network.clear();
  }

  Denials denials() {
    return running.orElseThrow().report().join().denials();
  }

  /** Packets to the addresses that no rule allows. */
  long leaked() {
    return network.packets("isp1", "isp1") + network.packets("isp2", "isp1");
  }

  /** A connection of somebody, over which a provider has answered. */
  Socket open(String who, String address, int port) {
    return network.in(
        who,
        () -> {
          Socket socket = new Socket();
          socket.connect(new InetSocketAddress(Network.address(address), port), 20_000);
          socket.setSoTimeout(20_000);
          if (port == 80 && !Client.request(socket).equals("isp1")) {
            throw new IOException("another provider answered");
          }
          return socket;
        });
  }

  /** Which provider answers there, or what went wrong. */
  static String visited(String address) {
    try {
      return Client.visit(Network.address(address));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Sends a datagram and waits for what comes. */
  static byte[] exchange(String address, int port) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(Network.address(address), port);
      socket.setSoTimeout(20_000);
      byte[] query = Client.query(7, "www.allowed.example", Client.A);
      socket.send(new DatagramPacket(query, query.length));
      DatagramPacket reply = new DatagramPacket(new byte[512], 512);
      socket.receive(reply);
      return reply.getData();
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    resolvers(DNS, "fd00:1::1");
    network.forgetPackets();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    stop();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    network.close();
  }
}
