package waymark.kernel.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waymark.engine.Engine;
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

/**
 * DNS as it passes this host: copies by NFLOG, and answers that wait in NFQUEUE until the kernel
 * knows every address in them. Owned by the engine's thread.
 *
 * <p>The kernel copies a question before the question goes on, so the copy is in the log by the
 * time that its answer is in the queue: answers are received first, then the log is read, then the
 * answers are.
 */
public final class Capture implements AutoCloseable {
  /** Longer packets are cut, and a cut answer still counts as far as it goes. */
  private static final int COPY = 16 * 1024;

  private static final int WAITING = 4096;
  private static final int BUFFER = 8 << 20;

  /** For so long after a question its copies wake nobody; they gather meanwhile. */
  private static final int BUSY_MILLIS = 20;

  private static final long BUSY_NANOS = BUSY_MILLIS * 1_000_000L;

  private final Engine engine;
  private final DnsIntake intake;
  private final Optional<PacketLog> log;
  private final Optional<HeldAnswers> answers;
  private final int queueNumber;
  private final Histogram applied;

  /** What is waited for: the descriptor of the loop, the queue, and the log if the last has it. */
  private Poller busyPoller = Poller.of();

  private Poller idlePoller = Poller.of();

  /** What the last wait has found. */
  private boolean answersCame;

  private boolean copiesMayHaveCome;
  private long lastQuestion = System.nanoTime() - BUSY_NANOS;

  /** When the first of the copies was read that need the next commit. */
  private long copiedFirst;

  /** Whether a copy read since the last commit needs one. */
  private boolean copiesWait;

  private final Overflow overflow = new Overflow();

  private Capture(
      CaptureSettings captureSettings,
      Engine engine,
      DnsIntake intake,
      Optional<PacketLog> log,
      Optional<HeldAnswers> answers,
      Histogram applied) {
    this.engine = engine;
    this.intake = intake;
    this.log = log;
    this.answers = answers;
    this.applied = applied;
    queueNumber = captureSettings.queue();
  }

  /**
   * Reads from now on what the rules log and queue.
   *
   * @throws waymark.netlink.NetlinkException when another process reads them
   */
  public static Capture open(CaptureSettings captureSettings, Engine engine, DnsIntake intake) {
    Histogram applied = new Histogram();
    Optional<PacketLog> log = Optional.empty();
    Optional<HeldAnswers> answers = Optional.empty();
    if (captureSettings.mode() != CaptureSettings.Mode.OFF) {
      log =
          Optional.of(PacketLog.open(new PacketLogOptions(captureSettings.group(), COPY, BUFFER)));
    }
    if (captureSettings.mode() == CaptureSettings.Mode.HOLD) {
      try {
        PacketQueue queue =
            PacketQueue.open(
                new PacketQueueOptions(captureSettings.queue(), COPY, WAITING, true, BUFFER));
        long maxHold = captureSettings.maxHold().toNanos();
        answers = Optional.of(new HeldAnswers(queue, maxHold, engine, intake, applied));
      } catch (RuntimeException e) {
        log.ifPresent(PacketLog::close);
        throw e;
      }
    }
    return new Capture(captureSettings, engine, intake, log, answers, applied);
  }

  /** From now on waits for that descriptor too. */
  void open(Descriptor other) {
    List<Descriptor> descriptors = new ArrayList<>(List.of(other));
    answers.ifPresent(held -> descriptors.add(held.descriptor()));
    busyPoller = Poller.of(descriptors.toArray(Descriptor[]::new));
    log.ifPresent(copies -> descriptors.add(copies.descriptor()));
    idlePoller = Poller.of(descriptors.toArray(Descriptor[]::new));
  }

  /**
   * Waits for packets, at most so many milliseconds.
   *
   * <p>While questions come their copies wake nobody: they are read with the answers, which are
   * what somebody waits for.
   *
   * @return whether the other descriptor is ready
   */
  boolean await(int millis) {
    boolean held = answers.isPresent();
    boolean busy = held && System.nanoTime() - lastQuestion < BUSY_NANOS;
    Poller poller = busy ? busyPoller : idlePoller;
    boolean ready = poller.await(busy ? Math.min(millis, BUSY_MILLIS) : millis);
    answersCame = ready && held && poller.ready(1);
    copiesMayHaveCome = busy || (ready && log.isPresent() && poller.ready(held ? 2 : 1));
    return ready && poller.ready(0);
  }

  /** Reads what has come, and lets the answers go that wait. */
  void read() {
    boolean answered = answersCame && answers.orElseThrow().receive();
    if (answered || copiesMayHaveCome) {
      readLog();
    }
    if (answered) {
      answers.orElseThrow().decide();
    }
  }

  private void readLog() {
    if (log.isEmpty()) {
      return;
    }
    PacketLog copies = log.get();
    boolean more = true;
    while (more && copies.receive()) {
      read(copies, System.nanoTime());
      more = copies.isFull();
      commitCopies();
    }
  }

  private void read(PacketLog copies, long now) {
    while (copies.next()) {
      lastQuestion = now;
      Packet packet = copies.packet();
      Need need = intake.read(packet.bytes(), packet.offset(), packet.length(), now);
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

  /** Gives the kernel verdicts on nothing, so that the code for it is no longer cold. */
  public void warmVerdicts() {
    answers.ifPresent(HeldAnswers::warmVerdicts);
  }

  /**
   * Looks for answers that found the queue full.
   *
   * @param came answers that came to the rule of the queue
   */
  public void compare(long came) {
    if (answers.isPresent()) {
      long waiting =
          PacketQueueCounters.read(queueNumber).map(PacketQueueCounters::waiting).orElse(0L);
      overflow.look(came, answers.get().received() + waiting);
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
   */
  public DnsGaps gaps(UnseenDns unseen) {
    return new DnsGaps(unseen, intake.crowded(), intake.unknownServers());
  }

  @Override
  public void close() {
    log.ifPresent(PacketLog::close);
    answers.ifPresent(HeldAnswers::close);
  }
}
