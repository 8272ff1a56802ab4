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

/** Which tracked connections are not where they should be, by all that one look was asked for. */
final class Misrouted {
  private final Map<Address, Decision> moves;
  private final Map<Integer, Predicate<Address>> ended;
  private final List<Transition> transitions;
  private final LinkNumbers numbers;

  /** What transitions decide for the destinations met so far; none: nothing about them. */
  private final Map<Address, Decision> ofMarked = new HashMap<>();

  private final Map<Address, Decision> ofUnmarked = new HashMap<>();

  /**
   * @param moves what is decided now for some destinations
   * @param ended the numbers of links, and which destinations are out of a link's reach, as long as
   *     that is so: it is asked for each connection, which was told by the kernel before
   * @param transitions in their order: each counts, but only the last says what is decided now
   */
  Misrouted(
      Map<Address, Decision> moves,
      Map<Integer, Predicate<Address>> ended,
      List<Transition> transitions,
      LinkNumbers numbers) {
    this.moves = moves;
    this.ended = ended;
    this.transitions = transitions;
    this.numbers = numbers;
  }

  /** Whether there is no such connection. */
  boolean isNothing() {
    return moves.isEmpty() && ended.isEmpty() && transitions.isEmpty();
  }

  /** Whether somebody asked about an address by itself. */
  boolean isMoved(Address destination) {
    return moves.containsKey(destination);
  }

  /** What is decided now for such an address. */
  Decision decided(Address destination) {
    return moves.getOrDefault(destination, Decision.NONE);
  }

  /** Whether a connection without our mark may be one. */
  boolean concernsUnmarked() {
    return !moves.isEmpty()
        || transitions.stream().anyMatch(transition -> !transition.isBeforeKnown());
  }

  /**
   * The numbers of the links by which they leave, as far as can be told without a look at them; it
   * may be all numbers, and is not told where a connection without our mark may be one.
   */
  Set<Integer> numbers() {
    if (concernsUnmarked()) {
      throw new IllegalStateException("connections without a mark are not told apart");
    }
    Set<Integer> suspects = new HashSet<>();
    if (transitions.size() == 1) {
      suspects.addAll(numbers.all());
      Set<Decision> anew = transitions.getFirst().decidedAnew();
      suspects.removeIf(
          number -> anew.stream().allMatch(decision -> mayAlwaysLeaveBy(number, decision)));
    } else if (!transitions.isEmpty()) {
      suspects.addAll(numbers.all());
    }
    suspects.addAll(ended.keySet());
    return suspects;
  }

  private boolean mayAlwaysLeaveBy(int number, Decision decision) {
    return decision.branches().stream().allMatch(branch -> leads(branch, number));
  }

  /**
   * Whether that connection is one.
   *
   * @param number of the link by its mark; 0: it has none
   */
  boolean is(ConntrackFlow flow, int number, Address destination) {
    Predicate<Address> isLost = ended.get(number);
    if (isLost != null && isLost.test(destination)) {
      return true;
    }
    Decision asked = moves.get(destination);
    if (asked != null && !mayLeaveBy(number, flow, asked)) {
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
        return transitions.getLast().after(destination);
      }
    }
    return Decision.NONE;
  }

  /** Whether a connection can have got that link's number by a decision. */
  private boolean mayLeaveBy(int mark, ConntrackFlow flow, Decision decision) {
    // What was there before us leaves by the main table.
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

  /** Whether a tracked connection is in a scope; conntrack does not know by what it came in. */
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
      Flow flow = new Flow(transport, tracked.destinationPort(), source, "?");
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
