package waymark.kernel.flows;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import waymark.engine.Transition;
import waymark.kernel.links.LinkNumbers;
import waymark.netlink.ConntrackFlow;
import waymark.policy.Address;
import waymark.policy.Client;
import waymark.policy.Decision;
import waymark.policy.Flow;
import waymark.policy.Link;
import waymark.policy.Outlet;
import waymark.policy.Scope;
import waymark.policy.Transport;

/** Says which tracked connections leave by a wrong link, by all requests that share a scan. */
final class Misrouted {
  private final Map<Address, Decision> moves;
  private final Map<Integer, Predicate<Address>> ends;
  private final List<Transition> transitions;
  private final Optional<Transition> latest;
  private final LinkNumbers numbers;

  /**
   * The decisions of transitions for the destinations so far; none where no transition moves them.
   */
  private final Map<Address, Decision> ofMarked = new HashMap<>();

  private final Map<Address, Decision> ofUnmarked = new HashMap<>();

  /**
   * @param moves the present decision for some destinations
   * @param ends the numbers of links whose connections end, and which destinations the link cannot
   *     reach, evaluated for each connection
   * @param transitions the changes of policy in their order; each says which destinations move
   * @param latest the last of all changes of policy, which alone says what is decided now
   */
  Misrouted(
      Map<Address, Decision> moves,
      Map<Integer, Predicate<Address>> ends,
      List<Transition> transitions,
      Optional<Transition> latest,
      LinkNumbers numbers) {
    this.moves = moves;
    this.ends = ends;
    this.transitions = transitions;
    this.latest = latest;
    this.numbers = numbers;
  }

  /** The connections that are misrouted by one change of policy. */
  static Misrouted by(Transition transition, LinkNumbers numbers) {
    return new Misrouted(Map.of(), Map.of(), List.of(transition), Optional.of(transition), numbers);
  }

  /** Whether no connection can be misrouted. */
  boolean isNothing() {
    return moves.isEmpty() && ends.isEmpty() && transitions.isEmpty();
  }

  /** Whether a {@link FlowRequest.Move} names an address. */
  boolean isMoved(Address destination) {
    return moves.containsKey(destination);
  }

  /** The present decision for an address that {@link #isMoved}. */
  Decision decided(Address destination) {
    return moves.getOrDefault(destination, Decision.NONE);
  }

  /** Whether a connection without a mark of ours may be misrouted. */
  boolean concernsUnmarked() {
    return !moves.isEmpty()
        || transitions.stream().anyMatch(transition -> !transition.isBeforeKnown());
  }

  /**
   * The numbers of the links by which misrouted connections may leave. Not for use where {@link
   * #concernsUnmarked}.
   */
  Set<Integer> numbers() {
    if (concernsUnmarked()) {
      throw new IllegalStateException("connections without a mark have no link number");
    }
    Set<Integer> suspects = new HashSet<>();
    if (transitions.size() == 1) {
      suspects.addAll(numbers.all());
      Set<Decision> changed = transitions.getFirst().decidedAnew();
      suspects.removeIf(
          number -> changed.stream().allMatch(decision -> mayAlwaysLeaveBy(number, decision)));
    } else if (!transitions.isEmpty()) {
      suspects.addAll(numbers.all());
    }
    suspects.addAll(ends.keySet());
    return suspects;
  }

  private boolean mayAlwaysLeaveBy(int number, Decision decision) {
    return decision.branches().stream().allMatch(branch -> leads(branch, number));
  }

  /**
   * Whether a connection is misrouted.
   *
   * @param number the number of the link in its mark; 0: it has no mark of ours
   */
  boolean is(ConntrackFlow flow, int number, Address destination) {
    Predicate<Address> isLost = ends.get(number);
    if (isLost != null && isLost.test(destination)) {
      return true;
    }
    Decision moved = moves.get(destination);
    if (moved != null && !mayLeaveBy(number, flow, moved)) {
      return true;
    }
    if (transitions.isEmpty()) {
      return false;
    }
    Decision decided =
        number == 0
            ? ofUnmarked.computeIfAbsent(destination, address -> followed(address, false))
            : ofMarked.computeIfAbsent(destination, address -> followed(address, true));
    return !decided.isNone() && !mayLeaveBy(number, flow, decided);
  }

  private Decision followed(Address destination, boolean marked) {
    for (Transition transition : transitions) {
      if ((marked || !transition.isBeforeKnown()) && transition.moves(destination)) {
        return latest.orElse(transition).after(destination);
      }
    }
    return Decision.NONE;
  }

  /** Whether a decision allows a connection to leave by a link. */
  private boolean mayLeaveBy(int mark, ConntrackFlow flow, Decision decision) {
    // A connection from before Waymark leaves by the main table.
    int number = mark == 0 ? LinkNumbers.DIRECT : mark;
    for (Decision.Branch branch : decision.branches()) {
      Coverage coverage = Coverage.of(branch.scope(), flow);
      if (coverage != Coverage.NO) {
        if (leads(branch, number)) {
          return true;
        }
      }
      if (coverage == Coverage.YES) {
        return false;
      }
    }
    return false;
  }

  private boolean leads(Decision.Branch branch, int number) {
    for (Outlet outlet : branch.to()) {
      for (Link link : outlet.links()) {
        if (!link.isBlock() && numbers.of(link) == number) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a tracked connection is in a scope; conntrack knows neither interface nor MAC. */
  private enum Coverage {
    YES,
    MAYBE,
    NO;

    static Coverage of(Scope scope, ConntrackFlow tracked) {
      if (scope.isAll()) {
        return YES;
      }
      Optional<Transport> transport =
          switch (tracked.protocol()) {
            case 6 -> Optional.of(Transport.TCP);
            case 17 -> Optional.of(Transport.UDP);
            default -> Optional.empty();
          };
      Address source = Address.of(tracked.source().getAddress());
      Flow flow = new Flow(transport, tracked.answeringPort(), source, "?");
      Scope ports = new Scope(scope.ports(), List.of());
      if (!ports.covers(flow)) {
        return NO;
      }
      if (scope.covers(flow)) {
        return YES;
      }
      return scope.clients().stream().allMatch(Client.From.class::isInstance) ? NO : MAYBE;
    }
  }
}
