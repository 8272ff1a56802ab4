package waymark.kernel.steering;

import static waymark.kernel.steering.Verdict.Plain.RETURN;

import java.util.ArrayList;
import java.util.List;
import waymark.kernel.model.InterfaceNames;
import waymark.kernel.plane.InvalidPackets;
import waymark.kernel.steering.ChainId.Stage;
import waymark.policy.Client;
import waymark.policy.Decision;
import waymark.policy.Scope;

/** The chains that drop or pass packets of no tracked connection; see {@link InvalidPackets}. */
final class LostPacketChains {
  private static final Verdict DROP = new Verdict.Drop(Counter.LOST);

  private final Draft draft;
  private final Plan plan;

  private LostPacketChains(Draft draft, Plan plan) {
    this.draft = draft;
    this.plan = plan;
  }

  static void add(Draft draft, Plan plan) {
    LostPacketChains chains = new LostPacketChains(draft, plan);
    chains.byAddress();
    plan.targets().byName().forEach(chains::target);
  }

  private void byAddress() {
    Stage chain = Stage.LOST;
    draft.add(chain, RETURN, Match.Packet.BRIDGED);
    draft.add(chain, RETURN, Match.Packet.NEAR);
    if (plan.families().contains(Family.IPV6)) {
      draft.add(chain, RETURN, Match.Packet.NEIGHBOUR_DISCOVERY);
    }
    plan.management(Match.Side.DESTINATION).forEach(match -> draft.add(chain, RETURN, match));
    for (Family family : plan.families()) {
      plan.destinations(family, (match, target) -> fate(chain, target, match));
      plan.neighbours(family).forEach(match -> draft.add(chain, RETURN, match));
    }
    fate(chain, plan.fallback());
  }

  /** Adds what happens to packets to a target; a chain of its own decides by port and client. */
  private void fate(ChainId chain, String target, Match... matches) {
    InvalidPackets fate = InvalidPackets.of(plan.decision(target));
    if (fate == InvalidPackets.DEPENDS) {
      draft.add(chain, new Verdict.GoTo(new ChainId.LostTo(target)), matches);
    } else {
      add(chain, fate, List.of(matches));
    }
  }

  private void add(ChainId chain, InvalidPackets fate, List<Match> matches) {
    if (fate == InvalidPackets.DROP_INVALID) {
      List<Match> invalid = new ArrayList<>(matches);
      invalid.add(Match.State.INVALID);
      draft.add(chain, DROP, invalid);
    }
    draft.add(chain, fate == InvalidPackets.DROP ? DROP : RETURN, matches);
  }

  private void target(String target, Decision decision) {
    if (InvalidPackets.of(decision) == InvalidPackets.DEPENDS) {
      ChainId chain = new ChainId.LostTo(target);
      draft.chain(chain);
      for (Decision.Branch branch : decision.branches()) {
        branch(chain, branch);
      }
    }
  }

  /**
   * On its way out a packet does not tell by which interface and from which network card it came
   * in, or whether it is this host's own. What should be dropped for some clients is then dropped
   * for all.
   */
  private void branch(ChainId chain, Decision.Branch branch) {
    InvalidPackets fate = InvalidPackets.of(branch.to());
    Scope scope = branch.scope();
    InterfaceNames names = plan.desired().conditions().names();
    if (scope.clients().stream().allMatch(Client.From.class::isInstance)) {
      Scopes.matches(scope, plan.families(), names).ifPresent(matches -> add(chain, fate, matches));
    } else {
      Scopes.matches(new Scope(scope.ports(), List.of()), plan.families(), names)
          .ifPresent(matches -> addForSome(chain, fate, matches));
    }
  }

  private void addForSome(ChainId chain, InvalidPackets fate, List<Match> matches) {
    switch (fate) {
      case DROP -> draft.add(chain, DROP, matches);
      case DROP_INVALID -> {
        List<Match> invalid = new ArrayList<>(matches);
        invalid.add(Match.State.INVALID);
        draft.add(chain, DROP, invalid);
      }
      case PASS, DEPENDS -> {}
    }
  }
}
