package waymark.bench;

/**
 * A client, the router that is measured, and two uplinks of it.
 *
 * <pre>
 *   client ── c0 [router] up1 ── isp1: DNS server, the default
 *                         up2 ── isp2: where the rules lead
 * </pre>
 *
 * <p>The uplinks count the packets to the sites of {@link Sites} and drop them.
 */
final class Network implements AutoCloseable {
  static final int DNS_PORT = 53;
  static final String DNS = "10.1.0.1";
  static final String DNS_IPV6 = "fd01::1";
  static final String ROUTER = "10.0.0.254";
  static final String ROUTER_IPV6 = "fd00::254";

  private final String name;
  private final Namespace client;
  private final Namespace router;
  private final Namespace first;
  private final Namespace second;
  private final DnsServer server;

  private Network(String name) {
    this.name = name;
    client = Namespace.create(name + "-client");
    router = Namespace.create(name + "-router");
    first = Namespace.create(name + "-isp1");
    second = Namespace.create(name + "-isp2");
    cable("c0", client, "10.0.0", "fd00:");
    cable("up1", first, "10.1.0", "fd01:");
    cable("up2", second, "10.2.0", "fd02:");
    Command.script(
        """
        ip -n CLIENT route add default via 10.0.0.254
        ip -n CLIENT route add default via fd00::254
        ip -n ISP1 route add default via 10.1.0.254
        ip -n ISP1 route add default via fd01::254
        ip -n ROUTER route add default via 10.1.0.1
        ip -n ROUTER route add default via fd01::1
        """
            .replace("CLIENT", client.name())
            .replace("ISP1", first.name())
            .replace("ROUTER", router.name()));
    router.run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
    first.feed(FirstPackets.RULES, "nft", "-f", "-");
    second.feed(FirstPackets.RULES, "nft", "-f", "-");
    server = DnsServer.start(first);
  }

  /** Makes its namespaces; two networks have other names, and the same addresses. */
  static Network of(String name) {
    return new Network(name);
  }

  /** The router has .254 of each subnet; neighbours are told, so that no packet waits for them. */
  private void cable(String device, Namespace other, String ipv4, String ipv6) {
    Command.script(
        """
        ip link add DEVICE netns ROUTER type veth peer name eth0 netns OTHER
        ip -n ROUTER addr add IPV4.254/24 dev DEVICE
        ip -n ROUTER addr add IPV6:254/64 dev DEVICE nodad
        ip -n OTHER addr add IPV4.1/24 dev eth0
        ip -n OTHER addr add IPV6:1/64 dev eth0 nodad
        ip -n OTHER link set eth0 up
        ip -n ROUTER link set DEVICE up
        """
            .replace("DEVICE", device)
            .replace("ROUTER", router.name())
            .replace("OTHER", other.name())
            .replace("IPV4", ipv4)
            .replace("IPV6", ipv6));
    meet(router.name(), device, other.name(), "eth0", ipv4 + ".1", ipv6 + ":1");
    meet(other.name(), "eth0", router.name(), device, ipv4 + ".254", ipv6 + ":254");
  }

  private static void meet(
      String here, String device, String there, String far, String... addresses) {
    String link =
        Command.run("ip", "netns", "exec", there, "cat", "/sys/class/net/" + far + "/address");
    for (String address : addresses) {
      Command.run(
          "ip",
          "-n",
          here,
          "neigh",
          "replace",
          address,
          "lladdr",
          link,
          "dev",
          device,
          "nud",
          "permanent");
    }
  }

  String name() {
    return name;
  }

  Namespace client() {
    return client;
  }

  Namespace router() {
    return router;
  }

  Namespace first() {
    return first;
  }

  Namespace second() {
    return second;
  }

  /** What has arrived at the uplinks. */
  FirstPackets packets() {
    return FirstPackets.read(first, second);
  }

  @Override
  public void close() {
    server.close();
    for (Namespace namespace : new Namespace[] {client, router, first, second}) {
      Command.run("ip", "netns", "delete", namespace.name());
    }
  }
}
