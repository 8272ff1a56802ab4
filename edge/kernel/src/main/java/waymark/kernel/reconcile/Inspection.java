package waymark.kernel.reconcile;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.kernel.links.Expectation;
import waymark.netlink.NetlinkException;

/**
 * Compares, now and then, the whole of what should be in the kernel with what is there: for what
 * {@link KernelWatch} was not told of.
 */
final class Inspection implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Inspection.class);

  /** It takes at most a twentieth of the time, however much there is. */
  private static final int PAUSES_PER_LOOK = 19;

  /** So long what differs has to go on differing: it may be about to be changed by ourselves. */
  private static final Duration DOUBT = Duration.ofMillis(500);

  private final List<Expectation> expectations;
  private final Duration every;
  private final Consumer<String> unmet;
  private final Set<String> failed = new HashSet<>();
  private final Semaphore asked = new Semaphore(0);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /**
   * @param every so often at most
   * @param unmet takes what is not as it should be, on a thread of its own
   */
  Inspection(List<Expectation> expectations, Duration every, Consumer<String> unmet) {
    this.expectations = List.copyOf(expectations);
    this.every = every;
    this.unmet = unmet;
    thread = Thread.ofPlatform().name("waymark-inspection").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Has it look without waiting for its time. */
  void soon() {
    asked.release();
  }

  /** Returns whether there is to be another look. */
  private boolean pause(long nanos) throws InterruptedException {
    if (asked.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
      asked.drainPermits();
    }
    return closed.getCount() > 0;
  }

  private void run() {
    try {
      long pause = every.toNanos();
      long took = 0;
      // However often it is asked, not for more than half of the time.
      while (pause(pause) && !closed.await(took, TimeUnit.NANOSECONDS)) {
        took = 0;
        for (Expectation expectation : expectations) {
          took += inspect(expectation);
        }
        log.debug("Compared all that is in the kernel in {} ms", took / 1_000_000);
        pause = Math.max(every.toNanos(), PAUSES_PER_LOOK * took);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** How long it took. */
  private long inspect(Expectation expectation) throws InterruptedException {
    long begin = System.nanoTime();
    boolean met = isMet(expectation);
    long took = System.nanoTime() - begin;
    if (!met && !closed.await(DOUBT.toNanos(), TimeUnit.NANOSECONDS) && !isMet(expectation)) {
      unmet.accept(expectation.what());
    }
    return took;
  }

  private boolean isMet(Expectation expectation) {
    try {
      return expectation.isMet().getAsBoolean();
    } catch (NetlinkException e) {
      return !e.isMissing() && cannot(expectation, e);
    } catch (RuntimeException e) {
      return cannot(expectation, e);
    }
  }

  /** What cannot be compared is taken for right; that is said once. */
  private boolean cannot(Expectation expectation, RuntimeException e) {
    if (failed.add(expectation.what())) {
      log.warn("Cannot compare {} with the kernel's: {}", expectation.what(), e.toString());
    }
    return true;
  }

  @Override
  public void close() {
    closed.countDown();
    asked.release();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
