package waymark.kernel.capture;

import java.util.List;
import java.util.Optional;
import waymark.engine.Engine;
import waymark.journal.Outcome;
import waymark.kernel.model.CaptureFigures;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.DnsGaps;
import waymark.kernel.model.UnseenDns;
import waymark.linux.Descriptor;
import waymark.linux.Poller;
import waymark.netlink.Packet;
import waymark.netlink.PacketLog;
import waymark.netlink.PacketLogOptions;
import waymark.netlink.PacketQueue;
import waymark.netlink.PacketQueueCounters;
import waymark.netlink.PacketQueueOptions;
import waymark.policy.Address;

/**
 * DNS as it passes this host: copies by NFLOG, and answers that wait in NFQUEUE until the kernel
 * knows every address in them. Owned by whoever has the {@link Turn}, unless a method says that the
 * engine's thread calls it.
 *
 * <p>The kernel copies a question before the question goes on, so the copy is in the log by the
 * time that its answer is in the queue: answers are received first, then the log is read, then the
 * answers are.
 *
 * <p>Copies are taken from the start on, and answers are held only between {@link #hold} and {@link
 * #release}: before and after, nobody reads the queue.
 */
public final class Capture implements AutoCloseable {
  /** The longest packet, because TCP segments arrive merged: of one that is cut nothing is read. */
  private static final int COPY = 0xffff;

  private static final int WAITING = 4096;

  /** How often the stand-in looks within the longest hold. */
  private static final int LOOKS_PER_HOLD = 4;

  private static final int BUFFER = 8 << 20;

  private volatile CaptureSettings captureSettings;
  private final Engine engine;
  private final DnsIntake intake;
  private final AnswerJournal journal;
  private final Turn turn;
  private Optional<PacketLog> log;
  private final PacketWait packets;
  private final HoldRenewal hold;
  private final Histogram applied = new Histogram();
  private Optional<HeldAnswers> answers = Optional.empty();
  private Optional<StandIn> standIn = Optional.empty();

  /** When the first of the copies was read that need the next commit. */
  private long copiedFirst;

  /** Whether a copy read since the last commit needs one. */
  private boolean copiesWait;

  private final Overflow overflow = new Overflow();

  private Capture(
      CaptureSettings captureSettings,
      Engine engine,
      DnsIntake intake,
      AnswerJournal journal,
      Turn turn,
      Optional<PacketLog> log,
      Hold hold) {
    this.captureSettings = captureSettings;
    this.engine = engine;
    this.intake = intake;
    this.journal = journal;
    this.turn = turn;
    this.log = log;
    packets = new PacketWait(log.map(PacketLog::descriptor));
    this.hold = new HoldRenewal(hold);
  }

  /**
   * Takes from now on the copies that rules make, also of the answers that an earlier process may
   * have held a moment ago.
   *
   * @param hold is closed with this
   * @throws waymark.netlink.NetlinkException when another process takes them
   */
  public static Capture open(
      CaptureSettings captureSettings,
      Engine engine,
      DnsIntake intake,
      AnswerJournal journal,
      Turn turn,
      Hold hold) {
    intake.expectEarlierQuestions(System.nanoTime());
    Optional<PacketLog> log = log(captureSettings);
    if (captureSettings.mode() == CaptureSettings.Mode.HOLD) {
      hold.end();
    }
    return new Capture(captureSettings, engine, intake, journal, turn, log, hold);
  }

  private static Optional<PacketLog> log(CaptureSettings captureSettings) {
    return captureSettings.mode() == CaptureSettings.Mode.OFF
        ? Optional.empty()
        : Optional.of(PacketLog.open(new PacketLogOptions(captureSettings.group(), COPY, BUFFER)));
  }

  /**
   * Opens what other settings need, before rules go by them; {@link #use} follows. A
   * NetlinkException when another process has it. On the engine's thread.
   */
  public void prepare(CaptureSettings next) {
    if (log.isEmpty() && next.mode() != CaptureSettings.Mode.OFF) {
      intake.expectEarlierQuestions(System.nanoTime());
      log = log(next);
      packets.log(log.map(PacketLog::descriptor));
    }
    if (answers.isEmpty() && next.mode() == CaptureSettings.Mode.HOLD) {
      captureSettings = next;
      hold();
    }
  }

  /**
   * Goes by other settings, which rules go by already, and closes what they do not need. On the
   * engine's thread.
   *
   * @param mode that of the rules
   */
  public void use(CaptureSettings next, CaptureSettings.Mode mode) {
    captureSettings = next;
    if (mode != CaptureSettings.Mode.HOLD) {
      release();
    }
    if (mode == CaptureSettings.Mode.OFF) {
      log.ifPresent(PacketLog::close);
      log = Optional.empty();
      packets.log(log.map(PacketLog::descriptor));
    }
    long maxHold = next.maxHold().toNanos();
    answers.ifPresent(held -> held.holdAtMost(maxHold));
    standIn.ifPresent(it -> it.lookAfter(maxHold / LOOKS_PER_HOLD));
  }

  /**
   * Reads from now on the answers that rules queue; a NetlinkException when another process reads
   * them. On the engine's thread.
   */
  public void hold() {
    PacketQueue queue =
        PacketQueue.open(
            new PacketQueueOptions(
                captureSettings.queue(), COPY, WAITING, !captureSettings.mayDrop(), BUFFER));
    intake.expectEarlierQuestions(System.nanoTime());
    long maxHold = captureSettings.maxHold().toNanos();
    HeldAnswers held = new HeldAnswers(queue, maxHold, engine, intake, journal, applied);
    answers = Optional.of(held);
    packets.queue(Optional.of(held.descriptor()));
    held.warmVerdicts();
    hold.renew();
    StandIn reader = new StandIn(turn, this, maxHold / LOOKS_PER_HOLD);
    standIn = Optional.of(reader);
    reader.start();
  }

  /** Decides the answers that wait, and reads no others: they pass. On the engine's thread. */
  public void release() {
    standIn.ifPresent(StandIn::close);
    standIn = Optional.empty();
    if (answers.isPresent()) {
      hold.end();
      HeldAnswers held = answers.get();
      while (held.receive()) {
        readLog(true);
        held.decide();
      }
      held.decideAll();
      held.close();
      answers = Optional.empty();
      packets.queue(Optional.empty());
    }
  }

  /** From now on waits for that descriptor too. On the engine's thread. */
  void open(Descriptor other) {
    packets.besides(other);
  }

  /** To wait for packets on another thread. */
  Poller poller() {
    return packets.packets();
  }

  /**
   * Waits for packets, at most so many milliseconds.
   *
   * @return whether the other descriptor is ready
   */
  boolean await(int millis) {
    return packets.await(millis);
  }

  /** Reads what has come, and lets the answers go that wait. */
  void read() {
    boolean answered = packets.answersCame() && answers.orElseThrow().receive();
    if (answered || packets.copiesMayHaveCome()) {
      readLog(true);
    }
    if (answered) {
      answers.orElseThrow().decide();
    }
  }

  private void readLog(boolean commit) {
    boolean more = log.isPresent();
    while (more && log.get().receive()) {
      read(log.get(), System.nanoTime());
      more = log.get().isFull();
      if (commit) {
        commitCopies();
      }
    }
  }

  private void read(PacketLog copies, long now) {
    while (copies.next()) {
      packets.copyRead(now);
      Packet packet = copies.packet();
      Need need = intake.read(packet, now);
      journal.record(intake.said(), Outcome.OBSERVED, 0);
      if (!need.isNothing() && !copiesWait) {
        copiesWait = true;
        copiedFirst = now;
      }
    }
  }

  private void commitCopies() {
    if (copiesWait) {
      copiesWait = false;
      if (engine.commit()) {
        applied.add(System.nanoTime() - copiedFirst);
      }
    }
  }

  /** Makes up for what was put off, and lets answers go. On the engine's thread. */
  void settle() {
    if (answers.isPresent()) {
      hold.renewIfDue();
      answers.get().settle();
    } else {
      engine.commit();
    }
  }

  /** The kernel may have forgotten that answers are read. On the engine's thread. */
  public void renewHold() {
    if (answers.isPresent()) {
      hold.renew();
    }
  }

  /** How long no answer has to be decided. */
  long nanosToDeadline() {
    return answers.isPresent() ? answers.get().nanosToDeadline() : Long.MAX_VALUE;
  }

  /**
   * Reads what has come, while the engine's thread is inside a commit; returns how long no answer
   * has to be decided.
   */
  long readInPlaceOfEngine() {
    readLog(false);
    if (answers.isEmpty()) {
      return Long.MAX_VALUE;
    }
    hold.renewIfDue();
    HeldAnswers held = answers.get();
    // The engine's thread may have received some that it has not read.
    held.decideWithoutCommit();
    if (held.receive()) {
      readLog(false);
      held.decideWithoutCommit();
    }
    return held.nanosToDeadline();
  }

  /**
   * Looks for answers that found the queue full.
   *
   * @param came answers that came to the rule of the queue
   */
  public void compare(long came) {
    if (answers.isPresent()) {
      // Without the right to read the counters nothing is known.
      PacketQueueCounters.read(captureSettings.queue())
          .ifPresent(it -> overflow.look(came, answers.orElseThrow().received() + it.waiting()));
    }
  }

  public CaptureFigures figures() {
    long lost = log.map(PacketLog::lost).orElse(0L) + overflow.lost();
    return new CaptureFigures(
        intake.queries(),
        intake.answers(),
        intake.unasked(),
        intake.broken(),
        lost,
        answers.map(HeldAnswers::held).orElse(0L),
        answers.map(HeldAnswers::passed).orElse(0L),
        answers.map(HeldAnswers::dropped).orElse(0L),
        applied.read(),
        answers.map(HeldAnswers::holding).orElseGet(Histogram::new).read());
  }

  /**
   * What taught nothing.
   *
   * @param unseen what the rules have counted
   * @param httpsServers well-known name servers that were reached by HTTPS
   */
  public DnsGaps gaps(UnseenDns unseen, List<Address> httpsServers) {
    return new DnsGaps(
        unseen, intake.crowded(), intake.doubtful(), intake.unknownServers(), httpsServers);
  }

  @Override
  public void close() {
    standIn.ifPresent(StandIn::close);
    answers.ifPresent(HeldAnswers::close);
    log.ifPresent(PacketLog::close);
    hold.close();
  }
}
