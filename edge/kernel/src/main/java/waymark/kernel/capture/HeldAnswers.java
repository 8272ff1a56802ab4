package waymark.kernel.capture;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Engine;
import waymark.journal.Outcome;
import waymark.linux.Descriptor;
import waymark.netlink.Packet;
import waymark.netlink.PacketQueue;

/**
 * The answers that wait in the kernel's queue, each until what it says is in force, or until its
 * own deadline: then it goes on if every rule concerned may fail open, and is dropped otherwise.
 *
 * <p>Those that were received together wait for one commit and get one verdict. While the plane
 * takes no changes, those wait that need one, and the others go at once. Owned by whoever has the
 * {@link Turn}.
 */
final class HeldAnswers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HeldAnswers.class);

  private final PacketQueue queue;
  private long maxHoldNanos;
  private final Engine engine;
  private final DnsIntake intake;
  private final AnswerJournal journal;

  /** Those without a verdict, in the order in which they came. */
  private final List<HeldAnswer> waiting = new ArrayList<>();

  private final Histogram applied;
  private final Histogram holding = new Histogram();
  private long received;
  private long held;
  private long passed;
  private long dropped;

  /**
   * Answers that wait in a queue.
   *
   * @param applied takes how long it took from the reception until the kernel knew the addresses
   */
  HeldAnswers(
      PacketQueue queue,
      long maxHoldNanos,
      Engine engine,
      DnsIntake intake,
      AnswerJournal journal,
      Histogram applied) {
    this.queue = queue;
    this.maxHoldNanos = maxHoldNanos;
    this.engine = engine;
    this.intake = intake;
    this.journal = journal;
    this.applied = applied;
  }

  /** From now on holds an answer so long at most. */
  void holdAtMost(long nanos) {
    maxHoldNanos = nanos;
  }

  /** Receives waiting answers, for {@link #read}; returns whether there are any. */
  boolean receive() {
    return queue.receive();
  }

  /** Reads the answers that were received, has the kernel learn what is new, and lets them go. */
  void decide() {
    boolean others = !waiting.isEmpty();
    long begin = System.nanoTime();
    if (read(begin) || others) {
      decideAfterCommit(begin);
    } else {
      acceptAll();
    }
  }

  /**
   * Reads the answers that were received.
   *
   * @return whether any needs something before it goes on
   */
  private boolean read(long now) {
    int before = waiting.size();
    int needy = 0;
    while (queue.next()) {
      HeldAnswer answer = read(queue.packet(), now);
      waiting.add(answer);
      needy += answer.need().isNothing() ? 0 : 1;
    }
    received += waiting.size() - before;
    held += needy;
    return needy > 0;
  }

  /** A fault with one answer leaves the others their verdicts. */
  private HeldAnswer read(Packet packet, long now) {
    try {
      Need need = intake.read(packet, now);
      return new HeldAnswer(packet.id(), need, now, intake.said());
    } catch (RuntimeException e) {
      log.error("An answer could not be read and is dropped", e);
      return new HeldAnswer(packet.id(), Need.FAULT, now, List.of());
    }
  }

  private void decideAfterCommit(long begin) {
    if (settle()) {
      applied.add(System.nanoTime() - begin);
    }
  }

  /**
   * Has the kernel learn what is new, and lets those go that wait no longer.
   *
   * @return whether all that was learned is in force
   */
  boolean settle() {
    boolean committed = false;
    try {
      committed = engine.commit();
    } finally {
      settle(committed);
    }
    return committed;
  }

  /** Gives the verdicts that do not have to wait longer. */
  private void settle(boolean committed) {
    if (committed && areAllInForce()) {
      acceptAll();
    } else {
      decideEach(committed);
    }
  }

  private boolean areAllInForce() {
    for (int i = 0; i < waiting.size(); i++) {
      if (!waiting.get(i).isInForce(true)) {
        return false;
      }
    }
    return true;
  }

  /** One verdict for all that wait: the kernel has no others that came before the last of them. */
  private void acceptAll() {
    if (waiting.isEmpty()) {
      return;
    }
    queue.acceptUpTo(waiting.getLast().id());
    long now = System.nanoTime();
    for (int i = 0; i < waiting.size(); i++) {
      settled(waiting.get(i), Outcome.HELD, now);
    }
    waiting.clear();
  }

  /** Leaves those waiting that may still come into force in time. */
  private void decideEach(boolean committed) {
    long now = System.nanoTime();
    waiting.removeIf(answer -> decide(answer, committed, now));
  }

  private boolean decide(HeldAnswer answer, boolean committed, long now) {
    if (answer.isInForce(committed)) {
      queue.accept(answer.id());
      settled(answer, Outcome.HELD, now);
    } else if (answer.mayWait() && now - answer.received() < maxHoldNanos) {
      return false;
    } else if (answer.need().mayFailOpen()) {
      passed++;
      queue.accept(answer.id());
      settled(answer, Outcome.LATE, now);
    } else {
      dropped += answer.isDoubtful() ? 0 : 1;
      queue.drop(answer.id());
      // A repeated answer is held as this one was.
      intake.expectAgain(answer.need().question());
      settled(answer, answer.isDoubtful() ? Outcome.DOUBTFUL : Outcome.DROPPED, now);
    }
    return true;
  }

  /** It has its verdict. */
  private void settled(HeldAnswer answer, Outcome outcome, long now) {
    if (answer.need().isNothing()) {
      journal.record(answer.said(), Outcome.PASSED, 0);
    } else {
      holding.add(now - answer.received());
      journal.record(answer.said(), outcome, now - answer.received());
    }
  }

  /** As {@link #decide}, while the engine's thread is inside a commit. */
  void decideWithoutCommit() {
    read(System.nanoTime());
    decideEach(false);
  }

  /** Decides those that wait as if their time were over. */
  void decideAll() {
    waiting.removeIf(answer -> decide(answer, false, answer.received() + maxHoldNanos));
  }

  /** How long none of them has to be decided; very long where none waits. */
  long nanosToDeadline() {
    return waiting.isEmpty()
        ? Long.MAX_VALUE
        : Math.max(0, waiting.getFirst().received() + maxHoldNanos - System.nanoTime());
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
    return passed;
  }

  /** How many were dropped because their addresses were not in force. */
  long dropped() {
    return dropped;
  }

  /** How long those were held that waited for a commit. */
  Histogram holding() {
    return holding;
  }

  @Override
  public void close() {
    queue.close();
  }
}
