package waymark.netlink;

import static waymark.netlink.Rtnetlink.*;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads network interfaces from rtnetlink's messages. */
final class RouteLinkReader {
  private static final int AF_UNSPEC = 0;

  private RouteLinkReader() {}

  static void link(NetlinkReader in, Consumer<? super RouteLink> out) {
    // Bridges report their ports in the same messages, with a family: a port that leaves its bridge
    // is not a deleted link (br_ifinfo_notify).
    if (in.u8(0) != AF_UNSPEC) {
      return;
    }
    int index = in.u32(4);
    int flags = in.u32(8);
    if (index < 1) {
      throw new MalformedNetlinkException("the number of an interface", in.position() + 4);
    }
    String name = "";
    String kind = "";
    int mtu = 0;
    List<String> alternatives = new ArrayList<>();
    boolean carrier = (flags & IFF_LOWER_UP) != 0;
    in.enter(IFINFOMSG);
    while (in.nextAttribute()) {
      switch (in.attribute()) {
        case IFLA_IFNAME -> name = in.string();
        case IFLA_MTU -> mtu = in.u32(0);
        case IFLA_CARRIER -> carrier = in.u8(0) != 0;
        case IFLA_LINKINFO -> kind = kind(in);
        case IFLA_PROP_LIST -> alternatives(in, alternatives);
        default -> {}
      }
    }
    in.leave();
    out.accept(
        new RouteLink(
            index,
            name,
            kind,
            (flags & IFF_UP) != 0,
            (flags & IFF_RUNNING) != 0,
            carrier,
            (flags & IFF_LOOPBACK) != 0,
            (flags & IFF_POINTOPOINT) != 0,
            mtu,
            alternatives));
  }

  private static void alternatives(NetlinkReader in, List<String> out) {
    in.enter(0);
    while (in.nextAttribute()) {
      if (in.attribute() == IFLA_ALT_IFNAME) {
        out.add(in.string());
      }
    }
    in.leave();
  }

  private static String kind(NetlinkReader in) {
    String kind = "";
    in.enter(0);
    while (in.nextAttribute()) {
      if (in.attribute() == IFLA_INFO_KIND) {
        kind = in.string();
      }
    }
    in.leave();
    return kind;
  }
}
