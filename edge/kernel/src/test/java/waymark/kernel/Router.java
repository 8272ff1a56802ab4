package waymark.kernel;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import waymark.policy.Policy;

/**
 * The router of a {@link Network}, which is built once for the tests of a class, and the engine on
 * it, which is gone after each, with all that it left.
 */
final class Router implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  /** A name server beyond the first provider. */
  static final String DNS = "10.1.0.1";

  /** How {@link #curl} says that a connection was refused. */
  static final String REFUSED = "failed with 7";

  /** What shows what is in the kernel, but for counters. */
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

  private final Network network = Network.build();
  private Optional<KernelHost> running = Optional.empty();

  /** Nobody answers for names. */
  Router() {}

  /**
   * @param records what the name server knows, as dnsmasq writes it
   */
  Router(String records) {
    network.dnsmasq("isp1", "listen-address=10.1.0.1,fd00:1::1\n" + records);
    network.awaitDns("isp1", DNS);
  }

  static List<PlaneKind> planes() {
    return List.of(PlaneKind.NFTABLES, PlaneKind.IPSET, PlaneKind.ROUTES);
  }

  Network network() {
    return network;
  }

  /** The engine that was started last. */
  KernelHost host() {
    return running.orElseThrow();
  }

  KernelHost start(Policy policy) {
    return start(policy, PlaneKind.NFTABLES);
  }

  KernelHost start(Policy policy, PlaneKind plane) {
    return started(network.host(policy, Learning.DEFAULT, plane));
  }

  KernelHost start(Policy policy, Learning learning) {
    return started(network.host(policy, learning));
  }

  /** It is not told of what others change, and looks by itself. */
  KernelHost startInspecting(Policy policy, PlaneKind plane) {
    return started(network.inspectingHost(policy, plane));
  }

  private KernelHost started(KernelHost host) {
    running = Optional.of(host);
    return host;
  }

  /** Where curl on the client arrives. */
  String curl(String url) {
    return network.curl(DNS, url);
  }

  /** The same with more options of curl. */
  String curl(String options, String url) {
    return network.curl(DNS, options, url);
  }

  /** The client asks the name server, in the words of dig. */
  void ask(String question) {
    network.run("client", "dig +tries=1 @" + DNS + " " + question);
  }

  /** What is in the kernel, but for counters. */
  String all() {
    return network.run("router", ALL);
  }

  HostReport report() {
    return host().report().join();
  }

  long repairs() {
    return report().engine().repairs();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    network.forgetPackets();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    running.ifPresentOrElse(network::forget, network::clear);
    running = Optional.empty();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    network.close();
  }
}
