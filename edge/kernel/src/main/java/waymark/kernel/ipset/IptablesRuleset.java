package waymark.kernel.ipset;

import java.util.List;
import waymark.kernel.steering.ChainId;
import waymark.kernel.steering.Family;
import waymark.kernel.steering.Hook;
import waymark.kernel.steering.OwnTraffic;
import waymark.kernel.steering.Rule;
import waymark.kernel.steering.Steering;

/**
 * The chains of iptables that carry a policy, of one family, as {@code iptables-restore} reads
 * them.
 *
 * <pre>
 *  Steering ─▶ OwnTraffic ─▶ IptablesRules, IptablesNames ─▶ IptablesChains
 *
 *  mangle PREROUTING, OUTPUT ─▶ WAYMARK_BLOCK: gives the packet a mark
 *  filter FORWARD, OUTPUT    ─▶ WAYMARK_REJECT: refuses packets with that mark
 *  mangle POSTROUTING        ─▶ WAYMARK_GUARD: drops them if filter let them pass
 * </pre>
 *
 * <p>Blocked packets get a mark of their own, with all bits of the mask, because mangle cannot
 * reject.
 */
public final class IptablesRuleset {
  /** The chain that refuses packets with the mark of blocked ones. */
  static final String REJECT = "WAYMARK_REJECT";

  /** In this order, because filter acts on the decisions of mangle. */
  private static final List<String> TABLES = List.of("mangle", "filter", "nat");

  private final boolean ipv4;
  private final Steering steering;
  private final IptablesRules rules;
  private final String blocked;
  private final IptablesChains chains = new IptablesChains();

  public IptablesRuleset(IptablesPlan plan) {
    ipv4 = plan.ipv4();
    Family family = Family.of(ipv4);
    steering = OwnTraffic.apart(Steering.of(plan.desired(), plan.targets(), List.of(family)));
    rules = new IptablesRules(family, plan.desired().marks());
    blocked = "-m mark --mark " + new IptablesMarks(plan.desired().marks()).blocked();
    for (String table : TABLES) {
      if (table.equals("filter")) {
        refusal();
      }
      steering
          .chains()
          .forEach(
              (chain, all) -> {
                if (IptablesNames.table(chain).equals(table)) {
                  add(table, chain, all);
                }
              });
    }
  }

  private void add(String table, ChainId chain, List<Rule> all) {
    String name = IptablesNames.name(chain);
    List<String> texts = chains.chain(table, name);
    if (chain == Hook.GUARD) {
      texts.add(blocked + " -j DROP");
    } else if (chain == Hook.LEAVING) {
      texts.add("-j " + REJECT);
    }
    all.stream().flatMap(rules::texts).forEach(texts::add);
    IptablesNames.origins(chain).forEach(origin -> chains.jump(table, origin, name));
  }

  private void refusal() {
    List<String> texts = chains.chain("filter", REJECT);
    texts.add("-p tcp " + blocked + " -j REJECT --reject-with tcp-reset");
    String how = ipv4 ? "icmp-admin-prohibited" : "icmp6-adm-prohibited";
    texts.add(blocked + " -j REJECT --reject-with " + how);
    // With default: block, packets for this host may be blocked too.
    List<String> from =
        steering.chains().containsKey(Hook.LEAVING)
            ? List.of("INPUT")
            : List.of("FORWARD", "OUTPUT");
    from.forEach(
        builtIn -> chains.jump("filter", new IptablesNames.Origin(builtIn, false), REJECT));
  }

  /** The script that writes the chains, whatever chains of ours exist. */
  public String text(Iptables.Saved saved) {
    return chains.text(saved);
  }

  /** The script that writes only the chains of groups. */
  String groupText() {
    return chains.changes(IptablesNames.GROUP);
  }

  /** All rules, for display. */
  List<String> lines() {
    return chains.lines(ipv4 ? "iptables" : "ip6tables");
  }

  /** The script that removes all chains of ours. */
  static String removal(Iptables.Saved saved) {
    return new IptablesChains().text(saved);
  }
}
