package waymark.kernel.capture;

import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.linux.Poller;

/**
 * Reads and decides answers while the engine's thread waits for the kernel or for the disk longer
 * than usual. It commits nothing: what needs that waits for the engine's thread, or for its
 * deadline.
 *
 * <p>It looks a few times within the longest hold while the engine's thread is at work, and sleeps
 * while it is not, so that no answer costs a wake-up.
 */
final class StandIn implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StandIn.class);

  private static final long IDLE_NANOS = 1_000_000_000L;

  private final Turn turn;
  private final Capture capture;
  private volatile long lookNanos;
  private final Runnable round = this::round;
  private final Thread thread;

  /** How long no answer has to be decided. */
  private long nextDeadline;

  private volatile boolean asleep;
  private volatile boolean stopping;

  /**
   * @param lookNanos for so long the engine's thread may be away before its place is taken
   */
  StandIn(Turn turn, Capture capture, long lookNanos) {
    this.turn = turn;
    this.capture = capture;
    this.lookNanos = lookNanos;
    thread = Thread.ofPlatform().name("waymark-stand-in").daemon().unstarted(this::run);
    turn.watchedBy(this::engineLeaves);
  }

  /** From now on takes the engine's place after so long. By any thread. */
  void lookAfter(long nanos) {
    lookNanos = nanos;
  }

  void start() {
    thread.start();
  }

  private void engineLeaves() {
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!stopping) {
      long since = turn.leftAt();
      long away = System.nanoTime() - since;
      if (!turn.isFree() && away >= IDLE_NANOS) {
        sleep();
      } else if (!turn.isFree() || away < lookNanos) {
        LockSupport.parkNanos(this, turn.isFree() ? lookNanos - away : lookNanos);
      } else {
        standIn(since);
      }
    }
  }

  private void sleep() {
    asleep = true;
    if (!turn.isFree() && !stopping) {
      LockSupport.park(this);
    }
    asleep = false;
  }

  private void standIn(long since) {
    Poller poller = capture.poller();
    while (!stopping && turn.standIn(since, round)) {
      poller.await((int) (Math.min(nextDeadline, lookNanos) / 1_000_000) + 1);
    }
  }

  private void round() {
    try {
      nextDeadline = capture.readInPlaceOfEngine();
    } catch (RuntimeException e) {
      log.error("An answer could not be decided while the engine was waiting", e);
    }
  }

  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
