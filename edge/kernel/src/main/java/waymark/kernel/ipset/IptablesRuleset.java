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
 *  mangle PREROUTING, OUTPUT ─▶ WAYMARK_BLOCK: gives the connection a number
 *  filter FORWARD, OUTPUT    ─▶ WAYMARK_REFUSAL: refuses packets of such connections
 *  mangle POSTROUTING        ─▶ WAYMARK_GUARD: drops them if filter let them pass
 * </pre>
 */
public final class IptablesRuleset {
  /** In this order, because filter acts on the decisions of mangle. */
  private static final List<String> TABLES = List.of("mangle", "filter", "nat");

  private final boolean ipv4;
  private final Steering steering;
  private final IptablesRules rules;
  private final IptablesChains chains = new IptablesChains();

  public IptablesRuleset(IptablesPlan plan) {
    ipv4 = plan.ipv4();
    Family family = Family.of(ipv4);
    steering = OwnTraffic.apart(Steering.of(plan.desired(), plan.targets(), List.of(family)));
    rules = new IptablesRules(family, plan.desired());
    for (String table : TABLES) {
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
    if (chain == Hook.LEAVING) {
      // Its jump may come before the one to the refusals.
      texts.add("-j " + IptablesNames.name(Hook.REFUSAL));
    }
    all.stream().flatMap(rules::texts).forEach(texts::add);
    IptablesNames.origins(chain).forEach(origin -> chains.jump(table, origin, name));
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
