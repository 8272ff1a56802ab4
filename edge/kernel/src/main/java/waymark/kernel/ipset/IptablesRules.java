package waymark.kernel.ipset;

import java.util.List;
import java.util.stream.Stream;
import waymark.kernel.model.Marks;
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

  IptablesRules(Family family, Marks marks) {
    this.marks = new IptablesMarks(marks);
    matches = new IptablesMatches(family, this.marks);
  }

  /** The iptables rules for one rule. */
  Stream<String> texts(Rule rule) {
    List<String> targets = targets(rule.verdict());
    return matches.alternatives(rule.matches()).stream()
        .flatMap(match -> targets.stream().map(target -> (match + target).strip()));
  }

  private List<String> targets(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Plain plain -> List.of(plain(plain));
      case Verdict.GoTo(ChainId.Regular chain) -> List.of("-g " + IptablesNames.name(chain));
      case Verdict.Jump(ChainId.Regular chain) -> List.of("-j " + IptablesNames.name(chain));
      case Verdict.Drop _ -> List.of("-j DROP");
      // A rule without a target only counts.
      case Verdict.Count(Counter _) -> List.of("");
      case Verdict.Decide(int link) -> List.of("-j CONNMARK --set-xmark " + marks.of(link));
      case Verdict.Mark(int link) -> List.of("-j MARK --set-xmark " + marks.of(link));
      case Verdict.Pick pick -> IptablesPicks.of(pick);
      case Verdict.ClampMss(int size) -> List.of(SYN + "--set-mss " + size);
      case Verdict.Copy(int group) ->
          List.of("-j NFLOG --nflog-group " + group + " --nflog-threshold 1");
      case Verdict.Queue(int queue) ->
          List.of("-j NFQUEUE --queue-num " + queue + " --queue-bypass");
    };
  }

  private String plain(Verdict.Plain plain) {
    return switch (plain) {
      // PASS is in chains that no jump leads to, so it returns to the built-in chain.
      case RETURN, PASS -> "-j RETURN";
      // The table mangle cannot reject; WAYMARK_REJECT in filter does so by this mark.
      case REFUSE -> "-j MARK --set-xmark " + marks.blocked();
      case UNMARK -> "-j MARK --set-xmark " + marks.none();
      case MASQUERADE -> "-j MASQUERADE";
      case CLAMP_MSS_TO_ROUTE -> SYN + "--clamp-mss-to-pmtu";
    };
  }
}
