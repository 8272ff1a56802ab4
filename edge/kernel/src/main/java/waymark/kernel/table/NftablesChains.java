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
      case PREROUTING -> List.of(Base.of("prerouting", "filter", "prerouting priority mangle"));
      case OUTPUT -> List.of(Base.of("output", "route", "output priority mangle"));
      case GUARD -> List.of(Base.of("guard", "filter", "postrouting priority mangle + 10"));
      case SOURCE_NAT -> List.of(Base.of("source_nat", "nat", "postrouting priority srcnat"));
      case SEGMENTS_OUT ->
          List.of(Base.of("segments_out", "filter", "postrouting priority mangle"));
      case SEGMENTS_IN -> List.of(Base.of("segments_in", "filter", "prerouting priority mangle"));
      case LEAVING -> List.of(leaving("forward"), leaving("output"));
      case DNS ->
          List.of(
              Base.of("dns_out", "filter", "postrouting priority mangle - 10"),
              Base.of("dns_in", "filter", "input priority mangle"));
      // After the guard: what it drops has not left.
      case ACCOUNTS_OUT ->
          List.of(Base.of("accounts_out", "filter", "postrouting priority mangle + 20"));
      case ACCOUNTS_IN -> List.of(Base.of("accounts_in", "filter", "input priority mangle"));
    };
  }

  private static Base leaving(String hook) {
    return new Base(
        "leaving_" + hook, "type filter hook " + hook + " priority filter + 10; policy drop;");
  }

  /** The name of a regular chain. */
  static String name(ChainId.Regular chain) {
    return switch (chain) {
      case Egress egress -> name(egress);
      case ChainId.Stage stage -> name(stage);
      case ChainId.SteerBy(var family) -> family.isIpv4() ? "steer4" : "steer6";
      case ChainId.Target(String target) -> "to_" + target;
      case ChainId.InvalidTo(String target) -> "invalid_to_" + target;
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
      case BOUND -> "bound";
      case INVALID_PACKETS -> "invalid_packets";
      case FORGED -> "forged";
      case RESUMED -> "resumed";
      case DENY -> "deny";
      case STRAYS -> "strays";
      case MESSAGE -> "message";
      case ANSWER -> "answer";
    };
  }
}
