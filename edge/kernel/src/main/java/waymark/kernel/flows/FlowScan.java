package waymark.kernel.flows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import waymark.kernel.model.Marks;
import waymark.netlink.ConntrackFilter;
import waymark.netlink.ConntrackFlow;
import waymark.netlink.ConntrackKey;
import waymark.policy.Address;

/**
 * One scan of the tracked connections for a batch of requests. When it concerns only the
 * connections of one or two links, and these are kept in connection marks, the kernel lists only
 * those: skipping a connection takes the kernel a third of the time that listing it takes.
 */
final class FlowScan {
  /** The kernel walks through all connections once per link. */
  private static final int MOST_LINKS = 2;

  private final Marks marks;
  private final Misrouted misrouted;
  private final Set<FlowReport> reports;
  private final boolean unanswered;
  private final byte[] bytes = new byte[16];
  private final Set<Address> used = new HashSet<>();
  private final Set<Address> destinations = new HashSet<>();
  private final Map<Integer, Integer> connections = new HashMap<>();
  private final List<ConntrackKey> wrong = new ArrayList<>();
  private final Set<Address> ending = new HashSet<>();
  private final Map<Address, Integer> moved = new HashMap<>();

  /**
   * @param unanswered whether undecided connections that nobody has answered are wrong
   */
  FlowScan(Marks marks, Misrouted misrouted, Set<FlowReport> reports, boolean unanswered) {
    this.marks = marks;
    this.misrouted = misrouted;
    this.reports = reports;
    this.unanswered = unanswered;
  }

  void run(ConnectionTable table) {
    for (ConntrackFilter filter : filters()) {
      table.visit(filter, this::see);
    }
  }

  private List<ConntrackFilter> filters() {
    if (!reports.isEmpty() || unanswered || misrouted.concernsUnmarked()) {
      return List.of(ConntrackFilter.all());
    }
    if (misrouted.isNothing()) {
      return List.of();
    }
    Set<Integer> numbers = misrouted.numbers();
    // The kernel has no filter for labels.
    return marks.hasLabels() || numbers.size() > MOST_LINKS
        ? List.of(ConntrackFilter.all())
        : numbers.stream()
            .map(number -> ConntrackFilter.all().mark(marks.mark(number), marks.mask()))
            .toList();
  }

  private void see(ConntrackFlow flow) {
    int number = marks.number(flow);
    boolean all = reports.contains(FlowReport.DESTINATIONS);
    if (number == 0 && unanswered && !flow.isAnswered()) {
      wrong(flow, destination(flow, bytes));
      return;
    }
    if (number == 0 && !all && !misrouted.concernsUnmarked()) {
      return;
    }
    if (number != 0 && reports.contains(FlowReport.CONNECTIONS) && !flow.isClosed()) {
      connections.merge(number, 1, Integer::sum);
    }
    Address destination = destination(flow, bytes);
    if (number != 0 && reports.contains(FlowReport.USED)) {
      used.add(destination);
    }
    if (all) {
      destinations.add(destination);
    }
    if (misrouted.is(flow, number, destination)) {
      wrong(flow, destination);
      if (misrouted.isMoved(destination)) {
        moved.merge(destination, 1, Integer::sum);
      }
    }
  }

  private void wrong(ConntrackFlow flow, Address destination) {
    wrong.add(flow.key());
    ending.add(destination);
  }

  /**
   * The destination of a connection, after address translation: the rules are about that.
   *
   * @param bytes room for 16
   */
  static Address destination(ConntrackFlow flow, byte[] bytes) {
    return Address.of(bytes, 0, flow.copyAnswering(bytes, 0));
  }

  /** The misrouted connections. */
  List<ConntrackKey> wrong() {
    return wrong;
  }

  /** The addresses that {@link #wrong} go to. */
  Set<Address> ending() {
    return ending;
  }

  /** How many of {@link #wrong} go to each address that a {@link FlowRequest.Move} names. */
  Map<Address, Integer> moved() {
    return moved;
  }

  /** The addresses that connections with a mark of ours go to. */
  Set<Address> used() {
    return used;
  }

  /** The addresses that any connections go to. */
  Set<Address> destinations() {
    return destinations;
  }

  /** How many open connections leave by each link, by the links' numbers. */
  Map<Integer, Integer> connections() {
    return connections;
  }
}
