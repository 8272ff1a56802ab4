package waymark.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes room among the leases of clients: the client that has most loses its oldest. */
final class Eviction {
  private static final Comparator<Lease> AGE =
      Comparator.comparingLong((Lease lease) -> lease.seen)
          .thenComparingInt(lease -> lease.claim.order());

  private final Function<Lease, Use> use;
  private final Consumer<Lease> end;
  private final Map<Integer, Holding> byClient = new HashMap<>();

  /** All that one client has. */
  private static final class Holding {
    final int client;
    final List<LruList> lruLists = new ArrayList<>(1);
    final PriorityQueue<Lease> oldest = new PriorityQueue<>(AGE);
    int size;
    @Nullable Lease next;

    Holding(int client) {
      this.client = client;
    }

    long age() {
      return next == null ? Long.MAX_VALUE : next.seen;
    }
  }

  /**
   * @param lruLists what may end
   * @param use of a lease
   * @param end ends a lease
   */
  Eviction(Collection<LruList> lruLists, Function<Lease, Use> use, Consumer<Lease> end) {
    this.use = use;
    this.end = end;
    for (LruList lruList : lruLists) {
      Holding holding = byClient.computeIfAbsent(lruList.client, Holding::new);
      holding.lruLists.add(lruList);
      holding.size += lruList.size();
    }
  }

  int size(int client) {
    Holding holding = byClient.get(client);
    return holding == null ? 0 : holding.size;
  }

  /** Whether one client, and not this host, has more than so many. */
  boolean isAnyOver(int share) {
    for (Holding holding : byClient.values()) {
      if (holding.client != Engine.NO_CLIENT && holding.size > share) {
        return true;
      }
    }
    return false;
  }

  /**
   * Ends up to {@code count} leases, one after the other: the oldest that has such a use of the
   * client that has most. Returns how many.
   *
   * @param floor who has no more than so many keeps them
   */
  int end(Use which, int floor, int count) {
    PriorityQueue<Holding> fullest =
        new PriorityQueue<>(
            Comparator.comparingInt((Holding holding) -> -holding.size)
                .thenComparingLong(Holding::age)
                .thenComparingInt(holding -> holding.client));
    for (Holding holding : byClient.values()) {
      if (holding.size > floor) {
        start(holding, which);
        if (holding.next != null) {
          fullest.add(holding);
        }
      }
    }
    int ended = 0;
    while (ended < count && !fullest.isEmpty()) {
      Holding holding = fullest.remove();
      Lease lease = holding.next;
      if (lease != null && holding.size > floor) {
        advance(holding, which);
        end.accept(lease);
        ended++;
        holding.size--;
        if (holding.next != null) {
          fullest.add(holding);
        }
      }
    }
    return ended;
  }

  private void start(Holding holding, Use which) {
    holding.oldest.clear();
    for (LruList lruList : holding.lruLists) {
      Lease oldest = lruList.oldest();
      if (oldest != null && !lruList.isLacking(which)) {
        holding.oldest.add(oldest);
      }
    }
    advance(holding, which);
  }

  private void advance(Holding holding, Use which) {
    for (Lease lease = holding.oldest.poll(); lease != null; lease = holding.oldest.poll()) {
      Use found = use.apply(lease);
      // The younger ones were seen later.
      if (lease.younger != null && (which != Use.IDLE || found != Use.RECENT)) {
        holding.oldest.add(lease.younger);
      }
      if (found == which) {
        holding.next = lease;
        return;
      }
    }
    holding.next = null;
    holding.lruLists.forEach(lruList -> lruList.lack(which));
  }
}
