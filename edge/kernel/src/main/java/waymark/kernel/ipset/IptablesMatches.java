package waymark.kernel.ipset;

import java.util.ArrayList;
import java.util.List;
import waymark.kernel.steering.Family;
import waymark.kernel.steering.Match;
import waymark.policy.Client;
import waymark.policy.MacAddress;
import waymark.policy.Network;
import waymark.policy.PortRange;
import waymark.policy.Transport;

/** Writes matches in iptables syntax, as alternatives: a packet meets any of them. */
record IptablesMatches(Family family, IptablesMarks marks, boolean bridgesFiltered) {
  /** A multiport match has this many places; a range takes two. */
  private static final int PLACES = 15;

  /** MLD and neighbour discovery: the kernel does not track these (nf_conntrack_proto_icmpv6.c). */
  private static final List<Integer> NEIGHBOUR_DISCOVERY =
      List.of(130, 131, 132, 133, 134, 135, 136, 137, 143);

  /** Part of a rule; the rule names its protocol once, before the matches that need it. */
  private record Part(String protocol, String text) {
    static Part of(String text) {
      return new Part("", text + " ");
    }

    Part and(Part more) {
      if (!protocol.isEmpty() && !more.protocol.isEmpty() && !protocol.equals(more.protocol)) {
        throw new IllegalArgumentException("no packet is " + protocol + " and " + more.protocol);
      }
      return new Part(protocol.isEmpty() ? more.protocol : protocol, text + more.text);
    }

    String whole() {
      return protocol.isEmpty() ? text : "-p " + protocol + " " + text;
    }
  }

  /** The match part of each rule that is needed; empty if no packet of this family can match. */
  List<String> alternatives(List<Match> matches) {
    List<Part> all = List.of(new Part("", ""));
    for (Match match : matches) {
      List<Part> longer = new ArrayList<>();
      for (Part before : all) {
        alternatives(match).forEach(part -> longer.add(before.and(part)));
      }
      all = longer;
    }
    return all.stream().map(Part::whole).toList();
  }

  private List<Part> alternatives(Match match) {
    return switch (match) {
      case Family only -> only == family ? List.of(new Part("", "")) : List.of();
      case Match.Direction direction -> parts("-m conntrack --ctdir " + direction);
      case Match.State state -> parts("-m conntrack --ctstate " + state);
      case Match.Packet packet -> packet(packet);
      case Match.Decided(int link) -> parts(marks.decided(link));
      case Match.Undecided(boolean inverted) -> undecided(inverted);
      case Match.Refused() -> parts(marks.decided(marks.refused()));
      case Match.CameBy(int link) -> parts(marks.cameBy(link));
      case Match.CameByNone() -> parts(marks.cameBy(0));
      case Match.Intruding() -> parts(marks.cameBy(marks.refused()));
      case Match.Marked(int link) -> parts("-m mark --mark " + marks.of(link));
      case Match.Unmarked(boolean inverted) ->
          parts("-m mark " + not(inverted) + "--mark " + marks.none());
      case Match.Holding() -> parts("-m set --match-set " + HoldSets.name(family) + " src");
      case Match.In(String device) -> parts("-i " + quoted(device));
      case Match.Out(String device, boolean inverted) ->
          parts(not(inverted) + "-o " + quoted(device));
      case Match.InSet(Family only, Match.Side side, String set) ->
          only == family ? parts("-m set --match-set " + set + " " + end(side)) : List.of();
      case Match.Networks(Match.Side side, List<Network> networks) -> networks(side, networks);
      case Match.Ports(Match.Side side, List<PortRange> ranges) -> ports(side, ranges);
      case Match.AskedPorts(List<Integer> ports) -> asked(ports);
      case Match.Clients(List<Client> clients) -> clients(clients);
    };
  }

  /**
   * The name of an interface in the syntax of iptables-restore, where a final {@code +} is a
   * wildcard that nothing escapes.
   */
  static String quoted(String device) {
    if (device.endsWith("+") || device.startsWith("-") || device.startsWith("!")) {
      throw new IllegalArgumentException("iptables has no text for the name '" + device + "'");
    }
    boolean plain =
        device
            .chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || "._-@".indexOf(c) >= 0);
    return plain ? device : '"' + device.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private List<Part> undecided(boolean inverted) {
    return inverted ? marks.anyNumber().stream().map(Part::of).toList() : parts(marks.decided(0));
  }

  private static List<Part> parts(String... texts) {
    return List.of(texts).stream().map(Part::of).toList();
  }

  private static String not(boolean inverted) {
    return inverted ? "! " : "";
  }

  private static String end(Match.Side side) {
    return switch (side) {
      case SOURCE -> "src";
      case DESTINATION -> "dst";
    };
  }

  private List<Part> packet(Match.Packet packet) {
    return switch (packet) {
      case NEAR -> near();
      case LOCAL -> parts("-m addrtype --dst-type LOCAL");
      case OWN_SOURCE -> parts("-m addrtype --src-type LOCAL");
      // The match would load br_netfilter, which changes what the bridges of the host do.
      case BRIDGED -> bridgesFiltered ? parts("-m physdev --physdev-is-bridged") : List.of();
      case SPOOFED -> parts("-m rpfilter --invert");
      case TRANSLATED -> parts("-m conntrack --ctstate DNAT");
      case MID_STREAM -> List.of(new Part("tcp", "! --tcp-flags SYN SYN "));
      case DATAGRAM -> List.of(new Part("udp", ""));
      case ICMP_ERROR ->
          List.of(
              new Part(family.isIpv4() ? "icmp" : "ipv6-icmp", "-m conntrack --ctstate RELATED "));
      case NEIGHBOUR_DISCOVERY -> family.isIpv4() ? List.of() : neighbourDiscovery();
    };
  }

  private List<Part> near() {
    if (family.isIpv4()) {
      return parts("-m addrtype --dst-type LOCAL,BROADCAST,ANYCAST,MULTICAST");
    }
    // For IPv6, several types in one match are not alternatives (xt_addrtype.c).
    return parts("-m addrtype --dst-type LOCAL", "-m addrtype --dst-type ANYCAST", "-d ff00::/8");
  }

  private static List<Part> neighbourDiscovery() {
    return NEIGHBOUR_DISCOVERY.stream()
        .map(type -> new Part("ipv6-icmp", "-m icmp6 --icmpv6-type " + type + " "))
        .toList();
  }

  private List<Part> networks(Match.Side side, List<Network> networks) {
    String option = side == Match.Side.SOURCE ? "-s " : "-d ";
    return family.of(networks).stream().map(network -> Part.of(option + network)).toList();
  }

  private List<Part> clients(List<Client> clients) {
    List<Part> parts = new ArrayList<>();
    for (Client client : clients) {
      switch (client) {
        case Client.From(Network network) ->
            parts.addAll(networks(Match.Side.SOURCE, List.of(network)));
        case Client.By(String device) -> parts.add(Part.of("-i " + quoted(device)));
        case Client.WithMac(MacAddress mac) -> parts.add(Part.of("-m mac --mac-source " + mac));
        case Client.Self() ->
            throw new IllegalArgumentException("iptables has no match for own packets");
      }
    }
    return parts;
  }

  private static List<Part> ports(Match.Side side, List<PortRange> ranges) {
    List<Part> parts = new ArrayList<>();
    for (Transport transport : Transport.values()) {
      String protocol = transport == Transport.TCP ? "tcp" : "udp";
      String option = "-m multiport " + (side == Match.Side.SOURCE ? "--sports " : "--dports ");
      for (String ports :
          places(
              ranges.stream().filter(range -> range.transports().contains(transport)).toList())) {
        parts.add(new Part(protocol, option + ports + " "));
      }
    }
    return parts;
  }

  private static List<Part> asked(List<Integer> ports) {
    List<Part> parts = new ArrayList<>();
    for (Transport transport : Transport.values()) {
      for (int port : ports) {
        parts.add(
            new Part(
                transport == Transport.TCP ? "tcp" : "udp",
                "-m conntrack --ctorigdstport " + port + " "));
      }
    }
    return parts;
  }

  /** The ranges, split into lists that fit a multiport match. */
  private static List<String> places(List<PortRange> ranges) {
    List<String> full = new ArrayList<>();
    List<String> some = new ArrayList<>();
    int taken = 0;
    for (PortRange range : ranges) {
      boolean single = range.first() == range.last();
      int size = single ? 1 : 2;
      if (taken + size > PLACES) {
        full.add(String.join(",", some));
        some.clear();
        taken = 0;
      }
      taken += size;
      some.add(single ? Integer.toString(range.first()) : range.first() + ":" + range.last());
    }
    if (!some.isEmpty()) {
      full.add(String.join(",", some));
    }
    return full;
  }
}
