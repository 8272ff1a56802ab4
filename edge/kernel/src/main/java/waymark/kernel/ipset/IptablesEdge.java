package waymark.kernel.ipset;

import java.util.List;
import waymark.kernel.links.InterfaceLinks;
import waymark.policy.Link;
import waymark.policy.Masquerade;
import waymark.policy.Network;

/** What iptables does where packets leave by a link, or come in by it. */
final class IptablesEdge {
  /** The chain whose rules count packets on wrong links. */
  static final String GUARD = "WAYMARK_GUARD";

  private final IptablesChains chains;
  private final IptablesPlan plan;

  private IptablesEdge(IptablesChains chains, IptablesPlan plan) {
    this.chains = chains;
    this.plan = plan;
  }

  static void add(IptablesChains chains, IptablesPlan plan) {
    IptablesEdge edge = new IptablesEdge(chains, plan);
    edge.guard();
    edge.segments();
    edge.masquerade();
  }

  private void guard() {
    List<String> rules = chains.mangle(GUARD);
    rules.add("-m mark --mark " + plan.blocked() + " -j DROP");
    for (Link link : plan.links()) {
      String marked = "-m mark --mark " + plan.mark(link);
      rules.add("! -o " + InterfaceLinks.device(link) + " " + marked + " -j DROP");
    }
    // A tunnel would pass it on to its own packets, which leave elsewhere (skb_scrub_packet).
    rules.add("-j MARK --set-xmark " + plan.none());
    chains.jump("mangle", "POSTROUTING", GUARD);
  }

  private void segments() {
    List<String> out = chains.mangle("WAYMARK_SEGMENTS");
    List<String> in = chains.mangle(IptablesRuleset.PREROUTING);
    for (Link link : plan.links()) {
      int mtu = plan.desired().conditions().state(link).mtu();
      if (mtu > 0 && mtu < 65_536) {
        String syn = InterfaceLinks.device(link) + " -p tcp --tcp-flags SYN,RST SYN -j TCPMSS ";
        out.add("-o " + syn + "--clamp-mss-to-pmtu");
        in.add("-i " + syn + "--set-mss " + (mtu - (plan.ipv4() ? 40 : 60)));
      }
    }
    chains.jump("mangle", "POSTROUTING", "WAYMARK_SEGMENTS");
  }

  private void masquerade() {
    List<String> rules = chains.chain("nat", "WAYMARK_NAT");
    for (Link link : plan.links()) {
      if (link.masquerade() == Masquerade.NEVER) {
        continue;
      }
      String chain = "WAYMARK_N_" + plan.desired().numbers().of(link);
      String marked = "-m connmark --mark " + plan.mark(link);
      rules.add("-o " + InterfaceLinks.device(link) + " " + marked + " -g " + chain);
      List<String> own = chains.chain("nat", chain);
      if (link.masquerade() == Masquerade.AUTO) {
        for (Network network : plan.ofFamily(plan.desired().conditions().state(link).onLink())) {
          own.add("-s " + network + " -j RETURN");
        }
      }
      own.add("-j MASQUERADE");
    }
    chains.jump("nat", "POSTROUTING", "WAYMARK_NAT");
  }
}
