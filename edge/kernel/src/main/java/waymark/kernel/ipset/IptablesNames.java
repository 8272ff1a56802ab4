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

  /** The name prefix of the chains for packets of no tracked connection to a target. */
  static final String LOST_TO = "WAYMARK_I_";

  /** The name prefix of the chains that drop packets of a link on another interface. */
  static final String WRONG = "WAYMARK_W_";

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
      // Behind the rules of others, so that they do not change a mark of ours.
      case PREROUTING, OUTPUT -> List.of(last(hook.name()));
      // Before others change the mark of the socket.
      case BOUND -> List.of(first("OUTPUT"));
      case SEGMENTS_IN -> List.of(first("PREROUTING"));
      case FORWARD -> List.of(first("FORWARD"));
      case REFUSAL -> List.of(first("FORWARD"), first("OUTPUT"));
      case REFUSAL_HERE -> List.of(first("INPUT"));
      case GUARD, SOURCE_NAT, SEGMENTS_OUT, ACCOUNTS_OUT -> List.of(first("POSTROUTING"));
      case LEAVING -> List.of(first("FORWARD"), first("OUTPUT"));
      // After the queue a packet continues in the next table.
      case DNS -> List.of(last("POSTROUTING"), first("INPUT"));
      // Behind the decisions, which are in the same table.
      case FORGOTTEN_DNS -> List.of(last("PREROUTING"), last("OUTPUT"));
      case INPUT -> List.of(first("INPUT"));
    };
  }

  private static Origin last(String chain) {
    return new Origin(chain, true);
  }

  private static Origin first(String chain) {
    return new Origin(chain, false);
  }

  static String table(ChainId chain) {
    return switch (chain) {
      case Hook hook ->
          switch (hook) {
            case SOURCE_NAT -> "nat";
            case LEAVING, REFUSAL, REFUSAL_HERE -> "filter";
            case PREROUTING,
                OUTPUT,
                BOUND,
                FORWARD,
                GUARD,
                SEGMENTS_OUT,
                SEGMENTS_IN,
                DNS,
                FORGOTTEN_DNS,
                ACCOUNTS_OUT,
                INPUT ->
                "mangle";
          };
      case ChainId.Masquerade _ -> "nat";
      case ChainId.Stage stage ->
          switch (stage) {
            case STRAYS, REFUSE -> "filter";
            case STEER,
                NEW,
                REPLIES,
                UNMARK,
                INTRUDERS,
                DROP_REFUSED,
                BACK,
                LOST,
                FORGED,
                RESUMED,
                DENY,
                MESSAGE,
                ANSWER,
                FORGOTTEN_ANSWER,
                FORGOTTEN_QUESTION ->
                "mangle";
          };
      case ChainId.Own(ChainId.Regular all) -> table(all);
      case Egress _,
          ChainId.SteerBy _,
          ChainId.Target _,
          ChainId.LostTo _,
          ChainId.FromTarget _,
          ChainId.MarkFor _,
          ChainId.Leaving _,
          ChainId.Wrong _ ->
          "mangle";
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
      case ChainId.LostTo(String target) -> LOST_TO + target;
      case ChainId.FromTarget(String target) -> "WAYMARK_F_" + target;
      case ChainId.MarkFor(int link) -> "WAYMARK_M_" + link;
      case ChainId.Leaving(int link) -> "WAYMARK_E_" + link;
      case ChainId.Wrong(int link) -> WRONG + link;
      case ChainId.Masquerade(int link) -> "WAYMARK_N_" + link;
      case ChainId.Own(ChainId.Target(String target)) -> "WAYMARK_O_" + target;
      case ChainId.Own(ChainId.Regular all) -> name(all) + "_OWN";
    };
  }

  private static String name(Hook hook) {
    return switch (hook) {
      case PREROUTING -> "WAYMARK_PREROUTING";
      case SEGMENTS_IN -> "WAYMARK_SEGMENTS_IN";
      case OUTPUT -> "WAYMARK_OUTPUT";
      case BOUND -> "WAYMARK_BOUND";
      case FORWARD -> "WAYMARK_FORWARD";
      case REFUSAL -> "WAYMARK_REFUSAL";
      case REFUSAL_HERE -> "WAYMARK_REFUSAL_HERE";
      case GUARD -> "WAYMARK_GUARD";
      case SOURCE_NAT -> "WAYMARK_NAT";
      case SEGMENTS_OUT -> "WAYMARK_SEGMENTS";
      case LEAVING -> "WAYMARK_LEAVING";
      case DNS -> "WAYMARK_DNS";
      case FORGOTTEN_DNS -> "WAYMARK_FORGOTTEN_DNS";
      case ACCOUNTS_OUT -> "WAYMARK_ACCOUNTS_OUT";
      case INPUT -> "WAYMARK_INPUT";
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
      case NEW -> "WAYMARK_NEW";
      case REPLIES -> "WAYMARK_REPLIES";
      case UNMARK -> "WAYMARK_UNMARK";
      case INTRUDERS -> "WAYMARK_INTRUDERS";
      case REFUSE -> "WAYMARK_REFUSE";
      case DROP_REFUSED -> "WAYMARK_DROP";
      case BACK -> "WAYMARK_BACK";
      case LOST -> "WAYMARK_LOST";
      case FORGED -> "WAYMARK_FORGED";
      case RESUMED -> "WAYMARK_RESUMED";
      case DENY -> "WAYMARK_DENY";
      case STRAYS -> "WAYMARK_STRAYS";
      case MESSAGE -> "WAYMARK_MESSAGE";
      case ANSWER -> "WAYMARK_ANSWER";
      case FORGOTTEN_ANSWER -> "WAYMARK_FORGOTTEN_ANSWER";
      case FORGOTTEN_QUESTION -> "WAYMARK_FORGOTTEN_QUESTION";
    };
  }
}
