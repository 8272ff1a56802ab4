package waymark.kernel.nftables;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import waymark.policy.Client;
import waymark.policy.Network;
import waymark.policy.PortRange;
import waymark.policy.Scope;
import waymark.policy.Transport;

/** A scope in nftables' own language: alternatives, of which a packet matches any. */
final class ScopeText {
  private static final String IPV4_SOURCE = "ip saddr ";
  private static final String IPV6_SOURCE = "ip6 saddr ";

  private ScopeText() {}

  /** What stands before the verdict in each of the rules that are needed; at least one. */
  static List<String> alternatives(Scope scope) {
    List<String> alternatives = new ArrayList<>();
    for (String client : clients(scope.clients())) {
      for (String port : ports(scope.ports())) {
        alternatives.add(client + port);
      }
    }
    return alternatives;
  }

  /** The same for packets of one family alone; none: the scope has none of that family. */
  static List<String> alternatives(Scope scope, boolean ipv4) {
    return alternatives(scope).stream()
        .filter(match -> !match.startsWith(ipv4 ? IPV6_SOURCE : IPV4_SOURCE))
        .map(match -> family(ipv4) + match)
        .toList();
  }

  /** What matches packets of a family. */
  static String family(boolean ipv4) {
    return ipv4 ? "meta nfproto ipv4 " : "meta nfproto ipv6 ";
  }

  private static List<String> clients(List<Client> clients) {
    if (clients.isEmpty()) {
      return List.of("");
    }
    List<String> ipv4 = new ArrayList<>();
    List<String> ipv6 = new ArrayList<>();
    List<String> devices = new ArrayList<>();
    boolean self = false;
    for (Client client : clients) {
      switch (client) {
        case Client.From(Network network) ->
            (network.base().isIpv4() ? ipv4 : ipv6).add(network.toString());
        case Client.By(String device) -> devices.add('"' + device + '"');
        case Client.Self() -> self = true;
      }
    }
    List<String> matches = new ArrayList<>();
    add(matches, IPV4_SOURCE, ipv4);
    add(matches, IPV6_SOURCE, ipv6);
    add(matches, "iifname ", devices);
    if (self) {
      // What this host itself sends has the interface that it leaves by when it is first looked at;
      // what comes in has none yet, whatever it says its source is.
      matches.add("oif != 0 ");
    }
    return matches;
  }

  private static List<String> ports(List<PortRange> ranges) {
    if (ranges.isEmpty()) {
      return List.of("");
    }
    List<String> matches = new ArrayList<>();
    for (Transport transport : Transport.values()) {
      List<String> ports =
          ranges.stream()
              .filter(range -> range.transports().contains(transport))
              .map(range -> range.first() + "-" + range.last())
              .toList();
      add(matches, transport == Transport.TCP ? "tcp dport " : "udp dport ", ports);
    }
    return matches;
  }

  private static void add(List<String> matches, String what, List<String> values) {
    if (!values.isEmpty()) {
      matches.add(what + values.stream().collect(Collectors.joining(", ", "{ ", " } ")));
    }
  }
}
