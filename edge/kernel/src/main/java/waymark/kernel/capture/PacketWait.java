package waymark.kernel.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waymark.linux.Descriptor;
import waymark.linux.Poller;

/**
 * Waits for copies in the log, for answers in the queue, and for what else the engine's thread
 * waits for. Owned by whoever has the {@link Turn}.
 *
 * <p>While questions come their copies wake nobody: they are read with the answers, which are what
 * somebody waits for.
 */
final class PacketWait {
  /** For so long after a question its copies wake nobody; they gather meanwhile. */
  private static final int BUSY_MILLIS = 20;

  private static final long BUSY_NANOS = BUSY_MILLIS * 1_000_000L;

  private Optional<Descriptor> log;
  private Optional<Descriptor> queue = Optional.empty();

  /** What is waited for besides. */
  private List<Descriptor> others = List.of();

  /** What is waited for: the other descriptor, the queue, and the log if the last has it. */
  private Poller busyPoller = Poller.of();

  private Poller idlePoller = Poller.of();

  /** What the last wait has found. */
  private boolean answersCame;

  private boolean copiesMayHaveCome;
  private long lastCopy = System.nanoTime() - BUSY_NANOS;

  PacketWait(Optional<Descriptor> log) {
    this.log = log;
    makePollers();
  }

  /** From now on waits for that descriptor too. */
  void besides(Descriptor other) {
    others = List.of(other);
    makePollers();
  }

  /** From now on waits for that log, or for none. */
  void log(Optional<Descriptor> other) {
    log = other;
    copiesMayHaveCome = false;
    makePollers();
  }

  /** From now on waits for that queue, or for none. */
  void queue(Optional<Descriptor> other) {
    queue = other;
    makePollers();
  }

  private void makePollers() {
    List<Descriptor> descriptors = new ArrayList<>(others);
    queue.ifPresent(descriptors::add);
    busyPoller = Poller.of(descriptors.toArray(Descriptor[]::new));
    log.ifPresent(descriptors::add);
    idlePoller = Poller.of(descriptors.toArray(Descriptor[]::new));
  }

  /** To wait for packets on another thread. */
  Poller packets() {
    List<Descriptor> descriptors = new ArrayList<>();
    queue.ifPresent(descriptors::add);
    log.ifPresent(descriptors::add);
    return Poller.of(descriptors.toArray(Descriptor[]::new));
  }

  /**
   * Waits for packets, at most so many milliseconds.
   *
   * @return whether the other descriptor is ready
   */
  boolean await(int millis) {
    boolean held = queue.isPresent();
    boolean busy = held && System.nanoTime() - lastCopy < BUSY_NANOS;
    Poller poller = busy ? busyPoller : idlePoller;
    boolean ready = poller.await(busy ? Math.min(millis, BUSY_MILLIS) : millis);
    answersCame = ready && held && poller.ready(1);
    copiesMayHaveCome = busy || (ready && log.isPresent() && poller.ready(held ? 2 : 1));
    return ready && poller.ready(0);
  }

  /** Whether the last wait has found answers. */
  boolean answersCame() {
    return answersCame;
  }

  /** Whether there may be copies since the last wait. */
  boolean copiesMayHaveCome() {
    return copiesMayHaveCome;
  }

  /** A copy was read. */
  void copyRead(long now) {
    lastCopy = now;
  }
}
