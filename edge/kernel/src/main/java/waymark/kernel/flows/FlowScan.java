package waymark.kernel.flows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import waymark.kernel.model.Marks;
import waymark.netlink.Conntrack;
import waymark.netlink.ConntrackFilter;
import waymark.netlink.ConntrackFlow;
import waymark.netlink.ConntrackKey;
import waymark.policy.Address;

/**
 * One look at the connections of conntrack, for all who asked. Where all that is asked is which
 * connections of a link or two are misplaced, the kernel tells those alone: to pass the others over
 * takes it a third of the time that it takes to tell them.
 */
final class FlowScan {
  /** The kernel goes through all connections for each link that it is asked about. */
  private static final int MOST_LINKS = 2;

  private final Marks marks;
  private final Misrouted misrouted;
  private final Set<Asked> asked;
  private final byte[] bytes = new byte[16];
  private final Set<Address> used = new HashSet<>();
  private final Set<Address> destinations = new HashSet<>();
  private final Map<Integer, Integer> connections = new HashMap<>();
  private final List<ConntrackKey> wrong = new ArrayList<>();
  private final Map<Address, Integer> moved = new HashMap<>();

  /** What is asked besides which connections are misplaced. */
  enum Asked {
    /** Which addresses connections of ours go to. */
    USED,
    /** How many open connections leave by each link. */
    CONNECTIONS,
    /** Which addresses any connections go to. */
    DESTINATIONS
  }

  FlowScan(Marks marks, Misrouted misrouted, Set<Asked> asked) {
    this.marks = marks;
    this.misrouted = misrouted;
    this.asked = asked;
  }

  void take(Conntrack conntrack) {
    for (ConntrackFilter filter : filters()) {
      conntrack.visit(filter, this::see);
    }
  }

  private List<ConntrackFilter> filters() {
    if (asked.isEmpty() && misrouted.isNothing()) {
      return List.of();
    }
    if (asked.isEmpty() && !misrouted.concernsUnmarked()) {
      Set<Integer> numbers = misrouted.numbers();
      if (numbers.size() <= MOST_LINKS) {
        return numbers.stream()
            .map(number -> ConntrackFilter.all().mark(marks.mark(number), marks.mask()))
            .toList();
      }
    }
    return List.of(ConntrackFilter.all());
  }

  private void see(ConntrackFlow flow) {
    int number = marks.number(flow.mark());
    boolean all = asked.contains(Asked.DESTINATIONS);
    if (number == 0 && !all && !misrouted.concernsUnmarked()) {
      return;
    }
    if (number != 0 && asked.contains(Asked.CONNECTIONS) && !flow.isClosed()) {
      connections.merge(number, 1, Integer::sum);
    }
    Address destination = destination(flow, bytes);
    if (number != 0 && asked.contains(Asked.USED)) {
      used.add(destination);
    }
    if (all) {
      destinations.add(destination);
    }
    if (misrouted.is(flow, number, destination)) {
      wrong.add(flow.key());
      if (misrouted.isMoved(destination)) {
        moved.merge(destination, 1, Integer::sum);
      }
    }
  }

  /**
   * Where a connection goes.
   *
   * @param bytes room for 16
   */
  static Address destination(ConntrackFlow flow, byte[] bytes) {
    return Address.of(bytes, 0, flow.copyDestination(bytes, 0));
  }

  /** Connections that are where they should not be. */
  List<ConntrackKey> wrong() {
    return wrong;
  }

  /** How many of {@link #wrong} go to each address that was asked about by itself. */
  Map<Address, Integer> moved() {
    return moved;
  }

  Set<Address> used() {
    return used;
  }

  Set<Address> destinations() {
    return destinations;
  }

  /** By the numbers of their links. */
  Map<Integer, Integer> connections() {
    return connections;
  }
}
