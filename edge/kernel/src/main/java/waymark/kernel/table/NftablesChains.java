package waymark.kernel.table;

import java.util.List;
import waymark.kernel.steering.ChainId;
import waymark.kernel.steering.Egress;
import waymark.kernel.steering.Hook;

/** The names and hooks of chains in nftables. */
public final class NftablesChains {
  /** The name prefix of group chains, and of no others. */
  public static final String GROUP = "group_";

  /** A base chain: its type, hook, priority and policy. */
  private record Base(String name, String declaration) {
    private static Base of(String name, String type, String place) {
      return new Base(name, "type " + type + " hook " + place + "; policy accept;");
    }
  }

  private NftablesChains() {}

  /** Adds a chain. A hook may have several base chains, each with all of the rules. */
  static void add(Chains chains, ChainId chain, List<String> rules) {
    switch (chain) {
      case Hook hook ->
          bases(hook).forEach(base -> chains.add(base.name(), base.declaration()).addAll(rules));
      case ChainId.Regular regular -> chains.add(name(regular)).addAll(rules);
    }
  }

  private static List<Base> bases(Hook hook) {
    return switch (hook) {
      // Behind translation and the mangle chains of others: the last before the routing decision.
      case PREROUTING -> List.of(Base.of("prerouting", "filter", "prerouting priority 300"));
      case OUTPUT -> List.of(Base.of("output", "route", "output priority 300"));
      // Behind connection tracking at -200.
      case BOUND -> List.of(Base.of("bound", "filter", "output priority -199"));
      case FORWARD -> List.of(Base.of("forward", "filter", "forward priority -300"));
      case REFUSAL ->
          List.of(
              Base.of("refuse_forward", "filter", "forward priority -299"),
              Base.of("refuse_output", "filter", "output priority 301"));
      case REFUSAL_HERE -> List.of(Base.of("refuse_input", "filter", "input priority mangle"));
      // Before others can store a mark of ours.
      case GUARD -> List.of(Base.of("guard", "filter", "postrouting priority -300"));
      case SOURCE_NAT -> List.of(Base.of("source_nat", "nat", "postrouting priority srcnat"));
      case SEGMENTS_OUT ->
          List.of(Base.of("segments_out", "filter", "postrouting priority mangle"));
      case SEGMENTS_IN -> List.of(Base.of("segments_in", "filter", "prerouting priority mangle"));
      case LEAVING ->
          List.of(new Base("leaving", "type filter hook postrouting priority -299; policy drop;"));
      case DNS ->
          List.of(
              Base.of("dns_out", "filter", "postrouting priority mangle - 10"),
              Base.of("dns_in", "filter", "input priority mangle"));
      case FORGOTTEN_DNS ->
          List.of(
              Base.of("forgotten_dns_in", "filter", "prerouting priority 310"),
              Base.of("forgotten_dns_out", "filter", "output priority 310"));
      // After the guard: what it drops has not left.
      case ACCOUNTS_OUT ->
          List.of(Base.of("accounts_out", "filter", "postrouting priority mangle + 20"));
      case INPUT -> List.of(Base.of("input", "filter", "input priority mangle"));
    };
  }

  /** The name of a regular chain. */
  static String name(ChainId.Regular chain) {
    return switch (chain) {
      case Egress egress -> name(egress);
      case ChainId.Stage stage -> name(stage);
      case ChainId.SteerBy(var family) -> family.isIpv4() ? "steer4" : "steer6";
      case ChainId.Target(String target) -> "to_" + target;
      case ChainId.LostTo(String target) -> "lost_to_" + target;
      case ChainId.FromTarget(String target) -> "from_" + target;
      case ChainId.MarkFor(int link) -> "mark_" + link;
      case ChainId.Leaving(int link) -> "leaves_" + link;
      case ChainId.Wrong(int link) -> "wrong_" + link;
      case ChainId.Masquerade(int link) -> "masquerade_" + link;
      case ChainId.Own(ChainId.Regular all) -> name(all) + "_own";
    };
  }

  private static String name(Egress egress) {
    return switch (egress) {
      case Egress.MainTable() -> "link_1";
      case Egress.Refusal() -> "block";
      case Egress.ByInterface(int link, _) -> "link_" + link;
      case Egress.ByGroup(int index) -> GROUP + index;
    };
  }

  private static String name(ChainId.Stage stage) {
    return switch (stage) {
      case STEER -> "steer";
      case NEW -> "new";
      case REPLIES -> "replies";
      case UNMARK -> "unmark";
      case INTRUDERS -> "intruders";
      case REFUSE -> "refuse";
      case DROP_REFUSED -> "drop_refused";
      case BACK -> "back";
      case LOST -> "lost";
      case FORGED -> "forged";
      case RESUMED -> "resumed";
      case DENY -> "deny";
      case STRAYS -> "strays";
      case MESSAGE -> "message";
      case ANSWER -> "answer";
      case FORGOTTEN_ANSWER -> "forgotten_answer";
      case FORGOTTEN_QUESTION -> "forgotten_question";
    };
  }
}
