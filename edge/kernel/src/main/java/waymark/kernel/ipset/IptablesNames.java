package waymark.kernel.ipset;

import java.util.List;
import waymark.kernel.steering.ChainId;
import waymark.kernel.steering.Egress;
import waymark.kernel.steering.Hook;

/** The names, tables and origins of chains in iptables. */
final class IptablesNames {
  /** The name prefix of all our chains, and of no others. */
  static final String PREFIX = "WAYMARK_";

  /** The name prefix of group chains, and of no others. */
  static final String GROUP = "WAYMARK_G_";

  /** The name prefix of the chains for invalid packets to a target. */
  static final String INVALID_TO = "WAYMARK_I_";

  /** The same for this host's own invalid packets. */
  static final String OWN_INVALID_TO = "WAYMARK_P_";

  /** A built-in chain that jumps to ours, before or after the rules of other programs. */
  record Origin(String chain, boolean last) {}

  private IptablesNames() {}

  /** The built-in chains that jump to a chain. */
  static List<Origin> origins(ChainId chain) {
    return switch (chain) {
      case Hook hook -> origins(hook);
      case ChainId.Regular _ -> List.of();
    };
  }

  private static List<Origin> origins(Hook hook) {
    return switch (hook) {
      case PREROUTING, SEGMENTS_IN -> List.of(first("PREROUTING"));
      case OUTPUT -> List.of(first("OUTPUT"));
      case GUARD, SOURCE_NAT, SEGMENTS_OUT, ACCOUNTS_OUT -> List.of(first("POSTROUTING"));
      case LEAVING -> List.of(first("FORWARD"), first("OUTPUT"));
      // After the queue a packet continues in the next table.
      case DNS -> List.of(new Origin("POSTROUTING", true), first("INPUT"));
      case ACCOUNTS_IN -> List.of(first("INPUT"));
    };
  }

  private static Origin first(String chain) {
    return new Origin(chain, false);
  }

  static String table(ChainId chain) {
    return switch (chain) {
      case Hook hook ->
          switch (hook) {
            case SOURCE_NAT -> "nat";
            case LEAVING -> "filter";
            case PREROUTING,
                OUTPUT,
                GUARD,
                SEGMENTS_OUT,
                SEGMENTS_IN,
                DNS,
                ACCOUNTS_OUT,
                ACCOUNTS_IN ->
                "mangle";
          };
      case ChainId.Masquerade _ -> "nat";
      case ChainId.Stage stage ->
          switch (stage) {
            case STRAYS -> "filter";
            case STEER, BOUND, INVALID_PACKETS, FORGED, RESUMED, DENY, MESSAGE, ANSWER -> "mangle";
          };
      case ChainId.Own(ChainId.Regular all) -> table(all);
      case Egress _, ChainId.SteerBy _, ChainId.Target _, ChainId.InvalidTo _ -> "mangle";
    };
  }

  /**
   * The name of a chain. Two chains with the same name become one. A name has at most 28 bytes
   * (XT_EXTENSION_MAXNAMELEN), of which a target may take 17.
   */
  static String name(ChainId chain) {
    return switch (chain) {
      case Hook hook -> name(hook);
      case Egress egress -> name(egress);
      case ChainId.Stage stage -> name(stage);
      case ChainId.SteerBy(var family) -> family.isIpv4() ? "WAYMARK_STEER4" : "WAYMARK_STEER6";
      case ChainId.Target(String target) -> "WAYMARK_T_" + target;
      case ChainId.InvalidTo(String target) -> INVALID_TO + target;
      case ChainId.Masquerade(int link) -> "WAYMARK_N_" + link;
      case ChainId.Own(ChainId.Target(String target)) -> "WAYMARK_O_" + target;
      case ChainId.Own(ChainId.InvalidTo(String target)) -> OWN_INVALID_TO + target;
      case ChainId.Own(ChainId.Regular all) -> name(all) + "_OWN";
    };
  }

  private static String name(Hook hook) {
    return switch (hook) {
      // One chain for both: steering comes first, and every SYN returns from it.
      case PREROUTING, SEGMENTS_IN -> "WAYMARK_PREROUTING";
      case OUTPUT -> "WAYMARK_OUTPUT";
      case GUARD -> "WAYMARK_GUARD";
      case SOURCE_NAT -> "WAYMARK_NAT";
      case SEGMENTS_OUT -> "WAYMARK_SEGMENTS";
      case LEAVING -> "WAYMARK_LEAVING";
      case DNS -> "WAYMARK_DNS";
      case ACCOUNTS_OUT -> "WAYMARK_ACCOUNTS_OUT";
      case ACCOUNTS_IN -> "WAYMARK_ACCOUNTS_IN";
    };
  }

  private static String name(Egress egress) {
    return switch (egress) {
      case Egress.MainTable() -> "WAYMARK_L_1";
      case Egress.Refusal() -> "WAYMARK_BLOCK";
      case Egress.ByInterface(int link, _) -> "WAYMARK_L_" + link;
      case Egress.ByGroup(int index) -> GROUP + index;
    };
  }

  private static String name(ChainId.Stage stage) {
    return switch (stage) {
      case STEER -> "WAYMARK_STEER";
      case BOUND -> "WAYMARK_BOUND";
      case INVALID_PACKETS -> "WAYMARK_INVALID";
      case FORGED -> "WAYMARK_FORGED";
      case RESUMED -> "WAYMARK_RESUMED";
      case DENY -> "WAYMARK_DENY";
      case STRAYS -> "WAYMARK_STRAYS";
      case MESSAGE -> "WAYMARK_MESSAGE";
      case ANSWER -> "WAYMARK_ANSWER";
    };
  }
}
