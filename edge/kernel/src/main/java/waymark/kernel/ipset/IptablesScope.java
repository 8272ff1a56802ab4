package waymark.kernel.ipset;

import java.util.ArrayList;
import java.util.List;
import waymark.policy.Client;
import waymark.policy.Network;
import waymark.policy.PortRange;
import waymark.policy.Scope;
import waymark.policy.Transport;

/** A scope as iptables matches it: alternatives, of which a packet matches any. */
final class IptablesScope {
  /** A multiport match has so many places; a range takes two. */
  static final int PLACES = 15;

  private IptablesScope() {}

  /**
   * What stands before the jump in each of the rules that are needed; none: no packet matches.
   *
   * @param own whether the packets are this host's own
   */
  static List<String> alternatives(Scope scope, boolean ipv4, boolean own) {
    List<String> alternatives = new ArrayList<>();
    for (String client : clients(scope.clients(), ipv4, own)) {
      for (String port : ports(scope.ports())) {
        alternatives.add(client + port);
      }
    }
    return alternatives;
  }

  /** Whether packets of this host and of others match differently. */
  static boolean isAboutSelf(Scope scope) {
    return scope.clients().contains(new Client.Self());
  }

  private static List<String> clients(List<Client> clients, boolean ipv4, boolean own) {
    if (clients.isEmpty() || (own && clients.contains(new Client.Self()))) {
      return List.of("");
    }
    List<String> matches = new ArrayList<>();
    for (Client client : clients) {
      switch (client) {
        case Client.From(Network network) -> {
          if (network.base().isIpv4() == ipv4) {
            matches.add("-s " + network + " ");
          }
        }
        case Client.By(String device) -> matches.add("-i " + device + " ");
        case Client.Self() -> {}
      }
    }
    return matches;
  }

  private static List<String> ports(List<PortRange> ranges) {
    if (ranges.isEmpty()) {
      return List.of("");
    }
    List<String> matches = new ArrayList<>();
    for (Transport transport : Transport.values()) {
      String match = transport == Transport.TCP ? "-p tcp" : "-p udp";
      StringBuilder ports = new StringBuilder();
      int places = 0;
      for (PortRange range : ranges) {
        if (range.transports().contains(transport)) {
          boolean single = range.first() == range.last();
          if (places + (single ? 1 : 2) > PLACES) {
            matches.add(match + " -m multiport --dports " + ports + " ");
            ports.setLength(0);
            places = 0;
          }
          places += single ? 1 : 2;
          ports.append(ports.isEmpty() ? "" : ",").append(range.first());
          ports.append(single ? "" : ":" + range.last());
        }
      }
      if (places > 0) {
        matches.add(match + " -m multiport --dports " + ports + " ");
      }
    }
    return matches;
  }
}
