package waymark.kernel.table;

import java.util.ArrayList;
import java.util.List;
import waymark.kernel.links.InterfaceLinks;
import waymark.kernel.model.InterfaceState;
import waymark.policy.Link;
import waymark.policy.Masquerade;
import waymark.policy.Network;

/** What becomes of packets where they pass a link: source addresses, and sizes of segments. */
public final class NatAndMss {
  public static final String SOURCE_NAT =
      "type nat hook postrouting priority srcnat; policy accept;";
  public static final String OUT = "type filter hook postrouting priority mangle; policy accept;";
  public static final String IN = "type filter hook prerouting priority mangle; policy accept;";

  private final Link link;
  private final InterfaceState state;
  private final String device;

  public NatAndMss(Link link, InterfaceState state) {
    this.link = link;
    this.state = state;
    device = "\"" + InterfaceLinks.device(link) + "\"";
  }

  /** The interface's name as a rule has it. */
  public String device() {
    return device;
  }

  /** Adds the rules that keep TCP's segments as small as the link needs them. */
  public void segments(List<String> out, List<String> in) {
    int mtu = state.mtu();
    if (mtu > 0 && mtu < 65_536) {
      out.add("oifname " + device + " tcp flags syn tcp option maxseg size set rt mtu");
      in.add(segment("ipv4", mtu - 40));
      in.add(segment("ipv6", mtu - 60));
    }
  }

  private String segment(String family, int size) {
    return "iifname "
        + device
        + " meta nfproto "
        + family
        + " tcp flags syn tcp option maxseg size > "
        + size
        + " tcp option maxseg size set "
        + size;
  }

  /**
   * Adds the rules that give packets an address of the link's.
   *
   * @param matches what they are about
   */
  public void masquerade(List<String> rules, String matches) {
    if (link.masquerade() == Masquerade.NEVER) {
      return;
    }
    for (boolean ipv4 : new boolean[] {true, false}) {
      List<String> known = new ArrayList<>();
      if (link.masquerade() == Masquerade.AUTO) {
        for (Network network : state.onLink()) {
          if (network.base().isIpv4() == ipv4) {
            known.add(network.toString());
          }
        }
      }
      String family = ipv4 ? "ip" : "ip6";
      String except =
          known.isEmpty()
              ? "meta nfproto " + (ipv4 ? "ipv4" : "ipv6")
              : family + " saddr != { " + String.join(", ", known) + " }";
      rules.add(matches + except + " masquerade");
    }
  }
}
