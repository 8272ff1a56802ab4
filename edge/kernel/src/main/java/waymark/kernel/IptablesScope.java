package waymark.kernel;

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
  private static final int PLACES = 15;

  private IptablesScope() {}

  /** What stands before the jump in each of the rules that are needed; none: no packet matches. */
  static List<String> alternatives(Scope scope, boolean ipv4) {
    List<String> alternatives = new ArrayList<>();
    for (String client : clients(scope.clients(), ipv4)) {
      for (String port : ports(scope.ports())) {
        alternatives.add(client + port);
      }
    }
    return alternatives;
  }

  private static List<String> clients(List<Client> clients, boolean ipv4) {
    if (clients.isEmpty()) {
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
        // What this host itself sends has one of its addresses and has come in nowhere.
        case Client.Self() -> matches.add("-m addrtype --src-type LOCAL ");
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
