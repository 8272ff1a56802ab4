package waymark.kernel.steering;

import java.util.List;
import waymark.policy.Client;
import waymark.policy.Network;
import waymark.policy.PortRange;

/** A condition that a packet must meet for a rule to apply. */
public sealed interface Match
    permits Family,
        Match.Direction,
        Match.State,
        Match.Packet,
        Match.Decided,
        Match.Undecided,
        Match.CameBy,
        Match.CameByNone,
        Match.Refused,
        Match.Intruding,
        Match.Marked,
        Match.Unmarked,
        Match.In,
        Match.Out,
        Match.InSet,
        Match.Networks,
        Match.Ports,
        Match.AskedPorts,
        Match.Clients,
        Match.Holding {

  /** The direction of the packet in its tracked connection. */
  enum Direction implements Match {
    ORIGINAL,
    REPLY
  }

  /** The state that connection tracking gives the packet. */
  enum State implements Match {
    NEW,
    ESTABLISHED,
    RELATED,
    INVALID,
    /** Another program has exempted the packet from connection tracking. */
    UNTRACKED
  }

  /** Properties of the packet itself. */
  enum Packet implements Match {
    /** The destination is local, broadcast, anycast or multicast. */
    NEAR,
    /** The destination is an address of this host. */
    LOCAL,
    /** The source is an address of this host. */
    OWN_SOURCE,
    /** The packet leaves by a bridge that it came in by: it is not routed. */
    BRIDGED,
    /** The source fails the strict reverse-path filter. */
    SPOOFED,
    /** TCP without SYN. */
    MID_STREAM,
    /** UDP. */
    DATAGRAM,
    /** The destination of the connection was translated. */
    TRANSLATED,
    /** An ICMP or ICMPv6 error about a tracked connection. */
    ICMP_ERROR,
    /** MLD and neighbour discovery, which connection tracking does not track. */
    NEIGHBOUR_DISCOVERY
  }

  /** Which address or port of a packet. */
  enum Side {
    SOURCE,
    DESTINATION
  }

  /** The connection is decided for the link with this number. */
  record Decided(int link) implements Match {}

  /** The connection has no number; inverted: it has one, be it a link's or not. */
  record Undecided(boolean inverted) implements Match {}

  /** The connection is refused. */
  record Refused() implements Match {}

  /** The connection came in by the link with this number. */
  record CameBy(int link) implements Match {}

  /** It is not known by which link the connection came in, if by any. */
  record CameByNone() implements Match {}

  /** The connection must not have come in as it did. */
  record Intruding() implements Match {}

  /** The packet has the mark of the link with this number. */
  record Marked(int link) implements Match {}

  /** The packet has no link's mark; inverted: it has one. */
  record Unmarked(boolean inverted) implements Match {}

  /** The packet came in by this interface. */
  record In(String device) implements Match {}

  /** The packet leaves by this interface; inverted: by another. */
  record Out(String device, boolean inverted) implements Match {
    public Out(String device) {
      this(device, false);
    }
  }

  /** The packet is of this family, and its address is in this set of the plane. */
  record InSet(Family family, Side side, String set) implements Match {}

  /** The address is in one of these networks, none of which contains another. */
  record Networks(Side side, List<Network> networks) implements Match {
    public Networks {
      networks = some(networks);
    }
  }

  /** The transport and port are in one of these ranges. */
  record Ports(Side side, List<PortRange> ranges) implements Match {
    public Ports {
      ranges = some(ranges);
    }
  }

  /**
   * The packet belongs to a TCP or UDP connection whose first packet was sent to one of these
   * ports, before any translation.
   */
  record AskedPorts(List<Integer> ports) implements Match {
    public AskedPorts {
      ports = some(ports);
    }
  }

  /** One of these clients sent the packet. */
  record Clients(List<Client> clients) implements Match {
    public Clients {
      clients = some(clients);
    }

    /** Whether the programs of this host are among the clients. */
    boolean hasSelf() {
      return clients.contains(new Client.Self());
    }

    /** Whether clients are among them that only an arriving packet can tell. */
    boolean hasMac() {
      return clients.stream().anyMatch(Client.WithMac.class::isInstance);
    }
  }

  /** Somebody reads the answers that are queued. */
  record Holding() implements Match {}

  private static <T> List<T> some(List<T> items) {
    if (items.isEmpty()) {
      throw new IllegalArgumentException("a match needs at least one value");
    }
    return List.copyOf(items);
  }
}
