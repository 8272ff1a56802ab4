package waymark.kernel.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import waymark.kernel.model.Marks;
import waymark.kernel.steering.Family;
import waymark.kernel.steering.Match;
import waymark.policy.Client;
import waymark.policy.MacAddress;
import waymark.policy.Network;
import waymark.policy.PortRange;
import waymark.policy.Transport;

/** Writes matches in nftables syntax, as alternatives: a packet meets any of them. */
record NftablesMatches(Marks marks) {
  private static final String NEAR = "fib daddr type { local, broadcast, anycast, multicast } ";

  private static final String NEIGHBOUR_DISCOVERY =
      "icmpv6 type { mld-listener-query, mld-listener-report, mld-listener-done,"
          + " nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert,"
          + " nd-redirect, mld2-listener-report } ";

  /** The match part of each rule that is needed; at least one. */
  List<String> alternatives(List<Match> matches) {
    List<String> all = List.of("");
    for (Match match : matches) {
      List<String> longer = new ArrayList<>();
      for (String before : all) {
        alternatives(match).forEach(text -> longer.add(before + text));
      }
      all = longer;
    }
    return all;
  }

  private List<String> alternatives(Match match) {
    return switch (match) {
      case Match.Networks(Match.Side side, List<Network> networks) -> networks(side, networks);
      case Match.Ports(Match.Side side, List<PortRange> ranges) -> ports(side, ranges);
      case Match.AskedPorts(List<Integer> ports) -> asked(ports);
      case Match.Clients(List<Client> clients) -> clients(clients);
      case Family family -> List.of(family(family));
      case Match.Direction direction ->
          List.of(
              switch (direction) {
                case ORIGINAL -> "ct direction original ";
                case REPLY -> "ct direction reply ";
              });
      case Match.State state ->
          List.of(
              switch (state) {
                case NEW -> "ct state new ";
                case ESTABLISHED -> "ct state established ";
                case RELATED -> "ct state related ";
                case INVALID -> "ct state invalid ";
                case UNTRACKED -> "ct state untracked ";
              });
      case Match.Packet packet -> List.of(packet(packet));
      case Match.Decided(int link) -> List.of(decided(link));
      case Match.Undecided(boolean inverted) -> List.of(undecided(inverted));
      case Match.Refused() -> List.of(decided(marks.refused()));
      case Match.CameBy(int link) -> List.of(labels(marks.cameByBits(), link));
      case Match.CameByNone() -> List.of("ct label ! " + listed(marks.cameByBits(), ",") + " ");
      case Match.Intruding() -> List.of(labels(marks.cameByBits(), marks.refused()));
      case Match.Marked(int link) -> List.of(masked("meta", false) + marks.text(link) + " ");
      case Match.Unmarked(boolean inverted) -> List.of(masked("meta", inverted) + "0 ");
      case Match.Holding() -> List.of(HoldChain.MATCH);
      case Match.In(String device) -> List.of("iifname " + quoted(device) + " ");
      case Match.Out(String device, boolean inverted) ->
          List.of("oifname " + (inverted ? "!= " : "") + quoted(device) + " ");
      case Match.InSet(Family family, Match.Side side, String set) ->
          List.of(address(family, side) + "@" + set + " ");
    };
  }

  /** Matches packets of a family. */
  static String family(Family family) {
    return family.isIpv4() ? "meta nfproto ipv4 " : "meta nfproto ipv6 ";
  }

  private static String packet(Match.Packet packet) {
    return switch (packet) {
      case NEAR -> NEAR;
      case LOCAL -> "fib daddr type local ";
      case OWN_SOURCE -> "fib saddr type local ";
      // At postrouting. Only a bridged packet has a link-layer header and no input interface; the
      // address is written raw, since nft would ask for the type of that interface.
      case BRIDGED -> "iif 0 meta oifkind \"bridge\" @ll,0,48 != 0 ";
      case SPOOFED -> "fib saddr . iif oif missing ";
      case TRANSLATED -> "ct status dnat ";
      case MID_STREAM -> "tcp flags & syn == 0 ";
      case DATAGRAM -> "meta l4proto udp ";
      case ICMP_ERROR -> "meta l4proto { icmp, ipv6-icmp } ct state related ";
      case NEIGHBOUR_DISCOVERY -> NEIGHBOUR_DISCOVERY;
    };
  }

  private String decided(int number) {
    return marks.hasLabels()
        ? labels(marks.linkBits(), number)
        : masked("ct", false) + marks.text(number) + " ";
  }

  private String undecided(boolean inverted) {
    return marks.hasLabels()
        ? "ct label " + (inverted ? "" : "! ") + listed(marks.linkBits(), ",") + " "
        : masked("ct", inverted) + "0 ";
  }

  /** Matches a number of a link. */
  private static String labels(List<Integer> bits, int number) {
    return "ct label and ("
        + listed(bits, "|")
        + ") == ("
        + listed(Marks.set(bits, number), "|")
        + ") ";
  }

  static String listed(List<Integer> bits, String separator) {
    return bits.stream().map(String::valueOf).collect(Collectors.joining(separator));
  }

  private String masked(String mark, boolean inverted) {
    return mark + " mark and " + marks.maskText() + (inverted ? " != " : " == ");
  }

  private static List<String> networks(Match.Side side, List<Network> networks) {
    List<String> matches = new ArrayList<>();
    for (Family family : Family.BOTH) {
      List<String> texts = family.of(networks).stream().map(Network::toString).toList();
      add(matches, address(family, side), texts);
    }
    return matches;
  }

  private static String address(Family family, Match.Side side) {
    return (family.isIpv4() ? "ip " : "ip6 ") + (isSource(side) ? "saddr " : "daddr ");
  }

  private static boolean isSource(Match.Side side) {
    return switch (side) {
      case SOURCE -> true;
      case DESTINATION -> false;
    };
  }

  private static List<String> ports(Match.Side side, List<PortRange> ranges) {
    String port = isSource(side) ? "sport " : "dport ";
    List<String> matches = new ArrayList<>();
    if (ranges.stream().allMatch(range -> range.transports().size() > 1)) {
      add(matches, "meta l4proto { tcp, udp } th " + port, texts(ranges));
      return matches;
    }
    for (Transport transport : Transport.values()) {
      List<PortRange> some =
          ranges.stream().filter(range -> range.transports().contains(transport)).toList();
      add(matches, (transport == Transport.TCP ? "tcp " : "udp ") + port, texts(some));
    }
    return matches;
  }

  private static List<String> asked(List<Integer> ports) {
    List<String> matches = new ArrayList<>();
    add(
        matches,
        "meta l4proto { tcp, udp } ct original proto-dst ",
        ports.stream().map(port -> Integer.toString(port)).toList());
    return matches;
  }

  private static List<String> texts(List<PortRange> ranges) {
    return ranges.stream()
        .map(
            range ->
                range.first() == range.last()
                    ? Integer.toString(range.first())
                    : range.first() + "-" + range.last())
        .toList();
  }

  private static List<String> clients(List<Client> clients) {
    List<Network> networks = new ArrayList<>();
    List<String> devices = new ArrayList<>();
    List<String> macs = new ArrayList<>();
    List<String> self = new ArrayList<>();
    for (Client client : clients) {
      switch (client) {
        case Client.From(Network network) -> networks.add(network);
        case Client.By(String device) -> devices.add(quoted(device));
        // Packets that did not arrive by Ethernet have none, this host's own among them.
        case Client.WithMac(MacAddress mac) -> macs.add(mac.toString());
        // A packet of this host already has an output interface here. An arriving packet has none
        // yet, whatever its source address.
        case Client.Self() -> self.add("oif != 0 ");
      }
    }
    List<String> matches = new ArrayList<>(networks(Match.Side.SOURCE, networks));
    add(matches, "iifname ", devices);
    add(matches, "ether saddr ", macs);
    matches.addAll(self);
    return matches;
  }

  private static void add(List<String> matches, String what, List<String> values) {
    if (values.size() == 1) {
      matches.add(what + values.getFirst() + " ");
    } else if (!values.isEmpty()) {
      matches.add(what + "{ " + String.join(", ", values) + " } ");
    }
  }

  /** The name of an interface in nftables syntax: there, a final {@code *} is a wildcard. */
  static String quoted(String device) {
    if (device.indexOf('"') >= 0 || device.indexOf('\\') >= 0) {
      throw new IllegalArgumentException("nftables has no text for the name '" + device + "'");
    }
    String plain = device.endsWith("*") ? device.substring(0, device.length() - 1) + "\\*" : device;
    return '"' + plain + '"';
  }
}
