package waymark.bench;

import java.util.Locale;

/** What a router may do with the DNS that passes it, and what a client of it asks. */
enum Contender {
  /** It forwards packets, and no more. */
  NOTHING("no engine", Network.DNS, Network.DNS_IPV6),
  /** The floor of what Waymark does: its rules, and a C program that accepts every answer. */
  ACCEPT("C, accepts", Network.DNS, Network.DNS_IPV6),
  HOLD("Waymark, hold", Network.DNS, Network.DNS_IPV6),
  OBSERVE("Waymark, observe", Network.DNS, Network.DNS_IPV6),
  /** dnsmasq, without sets: what a forwarder by itself costs. */
  FORWARDER("dnsmasq", Network.ROUTER, Network.ROUTER_IPV6),
  NFTSET("dnsmasq, nftset", Network.ROUTER, Network.ROUTER_IPV6);

  private final String title;
  private final String server;
  private final String serverIpv6;

  Contender(String title, String server, String serverIpv6) {
    this.title = title;
    this.server = server;
    this.serverIpv6 = serverIpv6;
  }

  /** A network with it at work on the router. */
  record Running(Contender contender, Network network, AutoCloseable process)
      implements AutoCloseable {
    DnsClient client() {
      return DnsClient.open(network.client(), contender.server);
    }

    DnsClient clientByIpv6() {
      return DnsClient.open(network.client(), contender.serverIpv6);
    }

    @Override
    public void close() {
      try {
        process.close();
      } catch (Exception e) {
        throw new BenchException("cannot stop " + contender.title, e);
      }
      network.close();
    }
  }

  Running start() {
    Network network = Network.of(name().toLowerCase(Locale.ROOT));
    return new Running(this, network, process(network));
  }

  private AutoCloseable process(Network network) {
    return switch (this) {
      case NOTHING -> () -> {};
      case ACCEPT -> AcceptProcess.start(network.router());
      case HOLD -> EngineProcess.start(network.router(), "hold");
      case OBSERVE -> EngineProcess.start(network.router(), "observe");
      case FORWARDER -> DnsmasqProcess.start(network, false);
      case NFTSET -> DnsmasqProcess.start(network, true);
    };
  }

  String title() {
    return title;
  }
}
