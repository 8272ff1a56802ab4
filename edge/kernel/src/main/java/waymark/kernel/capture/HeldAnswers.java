package waymark.kernel.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Engine;
import waymark.linux.Descriptor;
import waymark.netlink.Packet;
import waymark.netlink.PacketQueue;

/**
 * The answers that wait in the kernel's queue. Those that were received together wait for one
 * commit. Owned by the engine's thread; that of {@link HoldDeadline} gives the verdicts when the
 * kernel takes too long.
 */
final class HeldAnswers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HeldAnswers.class);

  private final PacketQueue queue;
  private final Engine engine;
  private final DnsIntake intake;
  private final HoldDeadline deadline;

  /** Those received together, in the order in which they came. */
  private final List<HeldAnswer> batch = new ArrayList<>();

  private final Histogram applied;
  private final Histogram holding = new Histogram();
  private long received;
  private long held;
  private final AtomicLong passed = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  /**
   * Answers that wait in a queue.
   *
   * @param applied takes how long it took from the reception until the kernel knew the addresses
   */
  HeldAnswers(
      PacketQueue queue, long maxHoldNanos, Engine engine, DnsIntake intake, Histogram applied) {
    this.queue = queue;
    this.engine = engine;
    this.intake = intake;
    this.applied = applied;
    deadline = new HoldDeadline(maxHoldNanos, () -> decideEach(false));
  }

  /** Receives waiting answers, for {@link #decide}; returns whether there are any. */
  boolean receive() {
    return queue.receive();
  }

  /** Reads the answers that were received, has the kernel learn what is new, and lets them go. */
  void decide() {
    long begin = System.nanoTime();
    batch.clear();
    int waiting = 0;
    boolean room = true;
    while (queue.next()) {
      HeldAnswer answer = read(begin);
      batch.add(answer);
      if (!answer.need().isNothing()) {
        waiting++;
        room &= answer.need().kind() != Need.Kind.ROOM;
      }
    }
    received += batch.size();
    if (waiting > 0) {
      decideAfterCommit(begin, waiting, room);
    } else if (!batch.isEmpty()) {
      acceptAll();
    }
  }

  /** A fault with one answer leaves the others of its batch their verdicts. */
  private HeldAnswer read(long now) {
    Packet packet = queue.packet();
    try {
      return new HeldAnswer(
          packet.id(), intake.read(packet.bytes(), packet.offset(), packet.length(), now));
    } catch (RuntimeException e) {
      log.error("An answer could not be read and is dropped", e);
      return new HeldAnswer(packet.id(), Need.FAULT);
    }
  }

  private void decideAfterCommit(long begin, int waiting, boolean room) {
    held += waiting;
    deadline.begin(System.nanoTime());
    boolean committed;
    try {
      committed = engine.commit();
    } catch (RuntimeException e) {
      if (deadline.end()) {
        decideEach(false);
      }
      expectAgain();
      throw e;
    }
    long end = System.nanoTime();
    boolean inTime = deadline.end();
    if (inTime && committed && room) {
      acceptAll();
    } else {
      if (inTime) {
        decideEach(committed);
      }
      expectAgain();
    }
    applied.add(end - begin);
    if (inTime) {
      holding.add(System.nanoTime() - begin);
    }
  }

  private void acceptAll() {
    queue.acceptUpTo(batch.getLast().id());
  }

  /** Accepts each answer that is in force or may fail open, and drops the others. */
  private void decideEach(boolean committed) {
    for (HeldAnswer answer : batch) {
      if (answer.isInForce(committed)) {
        queue.accept(answer.id());
      } else if (answer.need().mayFailOpen()) {
        passed.incrementAndGet();
        queue.accept(answer.id());
      } else {
        dropped.incrementAndGet();
        queue.drop(answer.id());
      }
    }
  }

  /** A repeated answer is held as the dropped one was. */
  private void expectAgain() {
    for (HeldAnswer answer : batch) {
      if (answer.isExpectedAgain()) {
        intake.expectAgain(answer.need().question());
      }
    }
  }

  /** Gives verdicts on a packet that does not exist, so that the code for it is warm. */
  void warmVerdicts() {
    queue.accept(0);
    queue.acceptUpTo(0);
    if (receive()) {
      decide();
    }
  }

  /** To wait for answers. */
  Descriptor descriptor() {
    return queue.descriptor();
  }

  /** How many were received. */
  long received() {
    return received;
  }

  /** How many waited for a commit. */
  long held() {
    return held;
  }

  /** How many went on although their addresses were not in force. */
  long passed() {
    return passed.get();
  }

  /** How many were dropped because their addresses were not in force. */
  long dropped() {
    return dropped.get();
  }

  /** How long those were held that waited for a commit. */
  Histogram holding() {
    return holding;
  }

  @Override
  public void close() {
    deadline.close();
    queue.close();
  }
}
