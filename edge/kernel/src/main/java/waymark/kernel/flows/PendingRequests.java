package waymark.kernel.flows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.policy.Address;

/**
 * The requests that wait for a scan, without duplicates. They survive failed scans, and their
 * number is bounded however long scans fail. One thread.
 *
 * <p>Ends are never dropped: there is at most one per link. Beyond {@link #MOST_FOLLOWED} changes
 * of policy the oldest is dropped, because each keeps two policies and their addresses in memory.
 * Beyond {@link #MOST_MOVED} moves only urgent ones are added, in place of the oldest. Every drop
 * is logged.
 */
final class PendingRequests {
  static final int MOST_MOVED = 100_000;
  static final int MOST_FOLLOWED = 16;

  private static final Logger log = LoggerFactory.getLogger(PendingRequests.class);

  private final SequencedMap<Address, FlowRequest.Move> moves = new LinkedHashMap<>();
  private final Map<Integer, FlowRequest.End> ends = new HashMap<>();
  private Optional<FlowRequest.EndUnanswered> unanswered = Optional.empty();
  private final List<FlowRequest.Follow> follows = new ArrayList<>();
  private final TreeSet<FlowReport> reports = new TreeSet<>();
  private final List<FlowRequest.Preview> previews = new ArrayList<>();
  private boolean dropsMoves;

  /** Adds requests, which are later than the present ones. */
  void add(List<FlowRequest> requests) {
    for (FlowRequest request : requests) {
      switch (request) {
        case FlowRequest.Move move -> add(move);
        case FlowRequest.End end -> ends.merge(end.number(), end, PendingRequests::wider);
        case FlowRequest.EndUnanswered end -> unanswered = Optional.of(end);
        case FlowRequest.Follow follow -> add(follow);
        case FlowRequest.Tell(FlowReport report) -> reports.add(report);
        case FlowRequest.Preview preview -> previews.add(preview);
      }
    }
  }

  /**
   * The later end of a link, since both read the link's present state; or the one of all
   * connections.
   */
  private static FlowRequest.End wider(FlowRequest.End earlier, FlowRequest.End later) {
    return earlier.isLost() == FlowRequest.End.ALL ? earlier : later;
  }

  private void add(FlowRequest.Move move) {
    FlowRequest.Move earlier = moves.get(move.address());
    boolean isFull = earlier == null && moves.size() >= MOST_MOVED;
    if (isFull && !dropsMoves) {
      log.warn(
          "Connections to more than {} addresses wait to be ended; some others keep their link",
          MOST_MOVED);
      dropsMoves = true;
    }
    if (isFull && !move.isUrgent()) {
      return;
    }
    if (isFull) {
      moves.pollFirstEntry();
    }
    boolean isUrgent = move.isUrgent() || (earlier != null && earlier.isUrgent());
    moves.put(move.address(), new FlowRequest.Move(move.address(), move.decision(), isUrgent));
  }

  private void add(FlowRequest.Follow follow) {
    if (follows.size() >= MOST_FOLLOWED) {
      follows.removeFirst();
      log.warn(
          "More than {} changes of policy wait for their connections to be ended; connections that"
              + " only the oldest change moves keep their link",
          MOST_FOLLOWED);
    }
    follows.add(follow);
  }

  boolean isEmpty() {
    return moves.isEmpty()
        && unanswered.isEmpty()
        && ends.isEmpty()
        && follows.isEmpty()
        && reports.isEmpty()
        && previews.isEmpty();
  }

  /** All requests, with changes of policy in order. */
  List<FlowRequest> all() {
    List<FlowRequest> all = new ArrayList<>(ends.values());
    unanswered.ifPresent(all::add);
    all.addAll(follows);
    all.addAll(moves.values());
    reports.forEach(report -> all.add(new FlowRequest.Tell(report)));
    all.addAll(previews);
    return all;
  }

  /** Removes all requests after they were served. */
  void clear() {
    moves.clear();
    ends.clear();
    unanswered = Optional.empty();
    follows.clear();
    reports.clear();
    previews.clear();
    dropsMoves = false;
  }

  /** Completes all previews with an exception, because callers wait for them. */
  void failPreviews(Throwable why) {
    previews.forEach(preview -> preview.answer().completeExceptionally(why));
    previews.clear();
  }
}
