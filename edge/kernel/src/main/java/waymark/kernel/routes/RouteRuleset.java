package waymark.kernel.routes;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import waymark.kernel.plane.Desired;
import waymark.kernel.steering.ChainId.Stage;
import waymark.kernel.steering.Counter;
import waymark.kernel.steering.DnsTap;
import waymark.kernel.steering.Draft;
import waymark.kernel.steering.Egress;
import waymark.kernel.steering.Family;
import waymark.kernel.steering.Hook;
import waymark.kernel.steering.MarkChains;
import waymark.kernel.steering.Match;
import waymark.kernel.steering.Match.Direction;
import waymark.kernel.steering.NatAndMss;
import waymark.kernel.steering.Steering;
import waymark.kernel.steering.Verdict;
import waymark.kernel.table.Chains;
import waymark.kernel.table.EndedSets;
import waymark.kernel.table.KernelTable;
import waymark.kernel.table.NftablesRules;

/**
 * The table {@code inet waymark} of the routes plane: DNS, replies, source addresses, segment
 * sizes, and counters of links. A connection is decided for the link by which it first left; only
 * the counters use that decision.
 */
final class RouteRuleset {
  private final Steering steering;
  private final Chains chains;

  RouteRuleset(Desired desired) {
    Draft draft = new Draft();
    MarkChains.addReplies(draft, desired, family -> EndedSets.name(family.isIpv4()));
    accounts(draft, desired);
    NatAndMss.add(draft, desired, Family.BOTH, _ -> List.of());
    DnsTap.add(draft, desired);
    steering = draft.steering();
    chains = NftablesRules.of(steering, desired.marks());
  }

  private static void accounts(Draft draft, Desired desired) {
    draft.chain(Hook.ACCOUNTS_OUT);
    if (desired.marks().hasLabels()) {
      draft.add(
          Hook.ACCOUNTS_OUT,
          new Verdict.Jump(Stage.UNMARK),
          Direction.REPLY,
          new Match.Unmarked(true));
    }
    draft.chain(Hook.INPUT);
    for (Egress egress : Egress.all(desired)) {
      switch (egress) {
        case Egress.ByInterface(int link, String device) -> account(draft, link, device);
        case Egress.MainTable _, Egress.Refusal _, Egress.ByGroup _ -> {}
      }
    }
  }

  private static void account(Draft draft, int link, String device) {
    Match leaves = new Match.Out(device);
    Match undecided = new Match.Undecided(false);
    draft.add(Hook.ACCOUNTS_OUT, new Verdict.Decide(link), Direction.ORIGINAL, leaves, undecided);
    Verdict sent = new Verdict.Count(Counter.sent(link));
    draft.add(Hook.ACCOUNTS_OUT, sent, Direction.ORIGINAL, leaves);
    Verdict received = new Verdict.Count(Counter.received(link));
    for (Hook hook : List.of(Hook.ACCOUNTS_OUT, Hook.INPUT)) {
      draft.add(hook, received, Direction.REPLY, new Match.Decided(link));
    }
  }

  /** All rules, for people to compare. */
  List<String> lines() {
    return chains.lines();
  }

  /**
   * The text that makes the table so, whatever it was. What stays keeps what is in it: the hold
   * goes on, the rule of the queue stays, and ended connections are remembered.
   *
   * @param oldChains the chains that are there
   * @param oldSets the sets that are there
   * @param oldCounters the counters that are there
   */
  String text(
      Collection<String> oldChains, Collection<String> oldSets, Collection<String> oldCounters) {
    StringBuilder text = new StringBuilder(KernelTable.ADD);
    text.append(EndedSets.add());
    text.append(NftablesRules.declarations(steering));
    chains.text(text, oldChains);
    Set<String> sets = new HashSet<>(EndedSets.NAMES);
    sets.addAll(NftablesRules.sets(steering));
    deleteStale(text, "set", oldSets, sets);
    List<String> counters = steering.counters().stream().map(Counter::name).toList();
    deleteStale(text, "counter", oldCounters, counters);
    return text.toString();
  }

  /** A removed link's, another plane's, or somebody's. */
  private static void deleteStale(
      StringBuilder text, String kind, Collection<String> there, Collection<String> wanted) {
    Set<String> stale = new LinkedHashSet<>(there);
    stale.removeAll(wanted);
    for (String name : stale) {
      text.append("delete ").append(kind).append(" inet ").append(KernelTable.NAME);
      text.append(' ').append(name).append('\n');
    }
  }
}
