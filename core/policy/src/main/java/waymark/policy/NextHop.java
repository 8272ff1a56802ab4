package waymark.policy;

import java.util.List;
import java.util.stream.Collectors;

/** Whom an interface link hands its packets to. */
public sealed interface NextHop {
  /** The destination itself: the interface is a tunnel, or every destination is a neighbour. */
  record Destination() implements NextHop {
    @Override
    public String toString() {
      return "";
    }
  }

  /**
   * The hop of the interface's own default route, as DHCP, PPP or a router advertisement set it.
   */
  record OfDefaultRoute() implements NextHop {
    @Override
    public String toString() {
      return AUTO;
    }
  }

  /** Fixed gateways. */
  record Gateways(List<Gateway> list) implements NextHop {
    public Gateways {
      list = List.copyOf(list);
      if (list.isEmpty()
          || list.size() > 2
          || (list.size() == 2 && list.get(0).via().isIpv4() == list.get(1).via().isIpv4())) {
        throw new IllegalArgumentException(
            "an interface has at most one gateway of each family, not " + list);
      }
    }

    @Override
    public String toString() {
      return list.stream().map(Gateway::toString).collect(Collectors.joining(", "));
    }
  }

  /**
   * One gateway.
   *
   * @param onLink whether the interface reaches it although it is in none of its networks
   */
  record Gateway(Address via, boolean onLink) {
    @Override
    public String toString() {
      return onLink ? via + " onlink" : via.toString();
    }
  }

  /** The word for {@link OfDefaultRoute}. */
  String AUTO = "auto";

  /** These gateways, in the networks of the interface; the destination itself if there is none. */
  static NextHop of(List<Address> gateways) {
    return gateways.isEmpty()
        ? new Destination()
        : new Gateways(gateways.stream().map(via -> new Gateway(via, false)).toList());
  }
}
