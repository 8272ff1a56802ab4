package waymark.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Connections;
import waymark.linux.LinuxException;
import waymark.netlink.Conntrack;
import waymark.netlink.ConntrackFilter;
import waymark.netlink.ConntrackKey;
import waymark.netlink.NetlinkException;
import waymark.policy.Address;
import waymark.policy.Link;

/**
 * The connections of conntrack, looked at and ended on a thread of their own: a look takes
 * milliseconds, and no held answer waits for it.
 *
 * <p>What queues up while one look is taken shares the next. Requests come from the engine's
 * thread.
 */
final class Flows implements Connections, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Flows.class);

  /** So long a request waits at least for others that share its look. */
  private static final long GATHER_NANOS = 5_000_000;

  /** So long at most, however long the last look took. */
  private static final long LONGEST_NANOS = 200_000_000;

  /** A look may take a tenth of the time: it competes with packets for the processor. */
  private static final int PAUSES_PER_LOOK = 9;

  private sealed interface Request {
    record Move(Address address, Set<Integer> to) implements Request {}

    record Scan() implements Request {}
  }

  private final Marks marks;
  private final LinkNumbering numbering;
  private final Consumer<Set<Address>> used;
  private final List<Request> gathered = new ArrayList<>();
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final AtomicLong moved = new AtomicLong();
  private final Thread thread;

  /**
   * @param used takes the answer to a scan, on a thread of its own
   */
  Flows(Marks marks, LinkNumbering numbering, Consumer<Set<Address>> used) {
    this.marks = marks;
    this.numbering = numbering;
    this.used = used;
    thread = Thread.ofPlatform().name("waymark-flows").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public void move(Address address, List<Link> to) {
    LinkNumbers numbers = numbering.current();
    Set<Integer> allowed = new HashSet<>();
    for (Link link : to) {
      if (!link.isBlock()) {
        allowed.add(numbers.of(link));
      }
    }
    gathered.add(new Request.Move(address, allowed));
  }

  @Override
  public void scan() {
    gathered.add(new Request.Scan());
  }

  /** Hands on what was asked for since the last time: to wake a thread takes microseconds. */
  void flush() {
    if (!gathered.isEmpty()) {
      requests.addAll(gathered);
      gathered.clear();
    }
  }

  /** The connections ended so far. */
  long moved() {
    return moved.get();
  }

  private void run() {
    List<Request> batch = new ArrayList<>();
    try (Conntrack conntrack = Conntrack.open()) {
      long pause = GATHER_NANOS;
      while (true) {
        batch.add(requests.take());
        Thread.sleep(Duration.ofNanos(pause));
        requests.drainTo(batch);
        long begin = System.nanoTime();
        try {
          serve(conntrack, batch);
        } catch (NetlinkException | LinuxException e) {
          log.warn("Connections could not be looked at: {}", e.getMessage());
        }
        long look = System.nanoTime() - begin;
        pause = Math.clamp(PAUSES_PER_LOOK * look, GATHER_NANOS, LONGEST_NANOS);
        batch.clear();
      }
    } catch (InterruptedException _) {
      // close() asked for the end
    }
  }

  private void serve(Conntrack conntrack, List<Request> batch) {
    Map<Address, Set<Integer>> moves = new HashMap<>();
    boolean scan = false;
    for (Request request : batch) {
      switch (request) {
        case Request.Move(Address address, Set<Integer> to) -> moves.put(address, to);
        case Request.Scan() -> scan = true;
      }
    }
    Set<Address> seen = new HashSet<>();
    List<ConntrackKey> wrong = new ArrayList<>();
    byte[] bytes = new byte[16];
    conntrack.visit(
        ConntrackFilter.all(),
        flow -> {
          int number = marks.number(flow.mark());
          if (moves.isEmpty() && number == 0) {
            return;
          }
          int length = flow.copyDestination(bytes, 0);
          Address destination = Address.of(length == 16 ? bytes : Arrays.copyOf(bytes, length));
          if (number != 0) {
            seen.add(destination);
          }
          Set<Integer> allowed = moves.get(destination);
          if (allowed != null && !allowed.contains(number)) {
            wrong.add(flow.key());
          }
        });
    if (!wrong.isEmpty()) {
      moved.addAndGet(conntrack.delete(wrong));
    }
    if (scan) {
      used.accept(seen);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
