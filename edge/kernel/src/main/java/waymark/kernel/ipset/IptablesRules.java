package waymark.kernel.ipset;

import java.util.List;
import java.util.stream.Stream;
import waymark.kernel.plane.Desired;
import waymark.kernel.steering.ChainId;
import waymark.kernel.steering.Counter;
import waymark.kernel.steering.Family;
import waymark.kernel.steering.Rule;
import waymark.kernel.steering.Verdict;

/** Writes the rules of one family in iptables syntax. */
final class IptablesRules {
  private static final String SYN = "-p tcp --tcp-flags SYN,RST SYN -j TCPMSS ";

  private final IptablesMarks marks;
  private final IptablesMatches matches;

  private final String refusal;

  IptablesRules(Family family, Desired desired) {
    marks = new IptablesMarks(desired.marks());
    matches = new IptablesMatches(family, marks, desired.conditions().bridges().filtered());
    refusal = family.isIpv4() ? "icmp-admin-prohibited" : "icmp6-adm-prohibited";
  }

  /** The iptables rules for one rule. */
  Stream<String> texts(Rule rule) {
    List<String> targets = targets(rule.verdict());
    return matches.alternatives(rule.matches()).stream()
        .flatMap(match -> targets.stream().map(target -> (match + target).strip()));
  }

  private List<String> targets(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Plain plain -> plain(plain);
      case Verdict.GoTo(ChainId.Regular chain) -> List.of("-g " + IptablesNames.name(chain));
      case Verdict.Jump(ChainId.Regular chain) -> List.of("-j " + IptablesNames.name(chain));
      case Verdict.Drop _ -> List.of("-j DROP");
      // Links are counted by conntrack: the counters of a chain begin anew when it is written.
      case Verdict.Count(Counter counter) -> counter.isOfLink() ? List.of() : List.of("");
      case Verdict.Decide(int link) -> List.of(marks.decide(link));
      case Verdict.NoteCameBy(int link) -> List.of(marks.noteCameBy(link));
      case Verdict.Mark(int link) -> List.of("-j MARK --set-xmark " + marks.of(link));
      case Verdict.Pick pick -> IptablesPicks.of(pick);
      case Verdict.ClampMss(int size) -> List.of(SYN + "--set-mss " + size);
      case Verdict.Copy(int group) -> List.of(copy(group));
      case Verdict.CopySome(int group) ->
          List.of(
              "-m limit --limit "
                  + Verdict.CopySome.RATE
                  + "/second --limit-burst "
                  + Verdict.CopySome.BURST
                  + " "
                  + copy(group));
      case Verdict.Queue(int queue, boolean bypass) ->
          List.of("-j NFQUEUE --queue-num " + queue + (bypass ? " --queue-bypass" : ""));
    };
  }

  private static String copy(int group) {
    return "-j NFLOG --nflog-group " + group + " --nflog-threshold 1";
  }

  private List<String> plain(Verdict.Plain plain) {
    return switch (plain) {
      // PASS is in chains that no jump leads to, so it returns to the built-in chain.
      case RETURN, PASS -> List.of("-j RETURN");
      case REFUSE -> List.of(marks.decide(marks.refused()));
      case NOTE_INTRUSION -> List.of(marks.noteCameBy(marks.refused()));
      case REJECT ->
          List.of("-p tcp -j REJECT --reject-with tcp-reset", "-j REJECT --reject-with " + refusal);
      case UNMARK -> List.of("-j MARK --set-xmark " + marks.none());
      case MASQUERADE -> List.of("-j MASQUERADE");
      case CLAMP_MSS_TO_ROUTE -> List.of(SYN + "--clamp-mss-to-pmtu");
    };
  }
}
