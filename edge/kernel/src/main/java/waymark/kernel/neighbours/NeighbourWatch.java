package waymark.kernel.neighbours;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.kernel.links.LinkRoutes;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.HostConflict;
import waymark.kernel.model.HostNeighbours;
import waymark.kernel.model.Marks;

/**
 * Looks for neighbours at the start and from time to time, on a thread of its own, and logs each
 * conflict and note once.
 */
public final class NeighbourWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NeighbourWatch.class);

  private final Marks marks;
  private final Supplier<CaptureSettings> capture;
  private final Duration every;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private final Set<HostConflict> told = new HashSet<>();
  private volatile HostNeighbours latest = HostNeighbours.NONE;

  /**
   * Does not look yet.
   *
   * @param capture asked at each look
   * @param every the time between two looks
   */
  public NeighbourWatch(Marks marks, Supplier<CaptureSettings> capture, Duration every) {
    this.marks = marks;
    this.capture = capture;
    this.every = every;
    thread = Thread.ofPlatform().name("waymark-neighbours").daemon().unstarted(this::run);
  }

  /** Looks once, on the calling thread. */
  public static HostNeighbours look(Marks marks, CaptureSettings capture) {
    HostView view = new HostScan(marks, LinkRoutes.PROTOCOL).read();
    return Conflicts.of(view, marks, capture, LinkRoutes.PROTOCOL);
  }

  public void start() {
    thread.start();
  }

  /** What the last look found; by any thread. */
  public HostNeighbours latest() {
    return latest;
  }

  private void run() {
    try {
      do {
        try {
          take(look(marks, capture.get()));
        } catch (RuntimeException e) {
          log.debug("Cannot look for neighbours", e);
        }
      } while (!closed.await(every.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(HostNeighbours found) {
    latest = found;
    List<HostConflict> all = new ArrayList<>(found.conflicts());
    all.addAll(found.notes());
    told.retainAll(Set.copyOf(all));
    for (HostConflict conflict : all) {
      if (told.add(conflict)) {
        log.warn("{}", conflict);
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
