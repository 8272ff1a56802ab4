package waymark.kernel.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import waymark.engine.Engine;
import waymark.kernel.model.CaptureFigures;
import waymark.kernel.model.CaptureSettings;
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
 * <p>A question is copied before it goes on, so it is in the log by the time that its answer is in
 * the queue.
 */
public final class Capture implements AutoCloseable {
  /** Longer packets are cut, and a cut answer still counts as far as it goes. */
  private static final int COPY = 16 * 1024;

  private static final int WAITING = 4096;
  private static final int BUFFER = 8 << 20;
  private static final int BATCH = 64;

  /** So long after a question its copies are not waited for; they have room to gather. */
  private static final int BUSY_MILLIS = 20;

  private static final long BUSY_NANOS = BUSY_MILLIS * 1_000_000L;

  private final Engine engine;
  private final DnsIntake intake;
  private final Optional<PacketLog> log;
  private final Optional<PacketQueue> queue;
  private final int queueNumber;
  private final HoldDeadline deadline;

  /** The answers that were read at once, and wait for one decision. */
  private final int[] ids = new int[BATCH * 4];

  private final DnsIntake.Need[] needs = new DnsIntake.Need[BATCH * 4];
  private final boolean[] mayFailOpen = new boolean[BATCH * 4];
  private final long[] questions = new long[BATCH * 4];
  private int count;

  private Poller answers = Poller.of();
  private Poller all = Poller.of();
  private long lastQuestion = System.nanoTime() - BUSY_NANOS;
  private final Histogram applied = new Histogram();
  private final Histogram holding = new Histogram();

  /** When the first of the answers was read that wait for one decision. */
  private long firstRead;

  /** As {@link #firstRead}, of the copies that wait for a commit. */
  private long copiedFirst;

  /** Whether a copy read since the last commit has something for it. */
  private boolean copiesWait;

  private long held;
  private long received;
  private final Overflow overflow = new Overflow();
  private final AtomicLong passed = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  private Capture(
      CaptureSettings captureSettings,
      Engine engine,
      DnsIntake intake,
      Optional<PacketLog> log,
      Optional<PacketQueue> queue) {
    this.engine = engine;
    this.intake = intake;
    this.log = log;
    this.queue = queue;
    queueNumber = captureSettings.queue();
    deadline = new HoldDeadline(captureSettings.maxHold().toNanos(), () -> decide(false));
  }

  /**
   * Reads from now on what the rules log and queue.
   *
   * @throws waymark.netlink.NetlinkException when another process reads them
   */
  public static Capture open(CaptureSettings captureSettings, Engine engine, DnsIntake intake) {
    Optional<PacketLog> log = Optional.empty();
    Optional<PacketQueue> queue = Optional.empty();
    if (captureSettings.mode() != CaptureSettings.Mode.OFF) {
      log =
          Optional.of(PacketLog.open(new PacketLogOptions(captureSettings.group(), COPY, BUFFER)));
    }
    if (captureSettings.mode() == CaptureSettings.Mode.HOLD) {
      try {
        queue =
            Optional.of(
                PacketQueue.open(
                    new PacketQueueOptions(captureSettings.queue(), COPY, WAITING, true, BUFFER)));
      } catch (RuntimeException e) {
        log.ifPresent(PacketLog::close);
        throw e;
      }
    }
    return new Capture(captureSettings, engine, intake, log, queue);
  }

  /** Whom to wait with for packets, besides for that descriptor. */
  void open(Descriptor other) {
    List<Descriptor> descriptors = new ArrayList<>(List.of(other));
    queue.ifPresent(packets -> descriptors.add(packets.descriptor()));
    answers = Poller.of(descriptors.toArray(Descriptor[]::new));
    log.ifPresent(packets -> descriptors.add(packets.descriptor()));
    all = Poller.of(descriptors.toArray(Descriptor[]::new));
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
    boolean busy = queue.isPresent() && System.nanoTime() - lastQuestion < BUSY_NANOS;
    Poller poller = busy ? answers : all;
    return poller.await(busy ? Math.min(millis, BUSY_MILLIS) : millis) && poller.ready(0);
  }

  /** Takes in what has come, and decides about the answers that wait. */
  void read() {
    if (queue.isPresent()) {
      count = 0;
      queue.get().receive(this::queued);
      if (count > 0) {
        decide();
        return;
      }
    }
    readLog();
  }

  private void readLog() {
    if (log.isPresent()) {
      while (log.get().receive(this::copied) >= BATCH) {
        commitCopies();
      }
      commitCopies();
    }
  }

  private void commitCopies() {
    if (engine.commit() && copiesWait) {
      applied.add(System.nanoTime() - copiedFirst);
    }
    copiesWait = false;
  }

  private void copied(Packet packet) {
    lastQuestion = System.nanoTime();
    DnsIntake.Need need =
        intake.read(packet.bytes(), packet.offset(), packet.length(), lastQuestion);
    if (need == DnsIntake.Need.COMMIT && !copiesWait) {
      copiesWait = true;
      copiedFirst = lastQuestion;
    }
  }

  private void queued(Packet packet) {
    if (count == ids.length) {
      decide();
      count = 0;
    }
    if (count == 0) {
      // The questions of all answers just received are there by now.
      readLog();
    }
    received++;
    long now = System.nanoTime();
    if (count == 0) {
      firstRead = now;
    }
    ids[count] = packet.id();
    needs[count] = intake.read(packet.bytes(), packet.offset(), packet.length(), now);
    mayFailOpen[count] = intake.mayFailOpen();
    questions[count] = intake.answered();
    count++;
  }

  private void decide() {
    int waiting = 0;
    boolean room = true;
    for (int i = 0; i < count; i++) {
      waiting += needs[i] == DnsIntake.Need.NOTHING ? 0 : 1;
      room &= needs[i] != DnsIntake.Need.ROOM;
    }
    boolean done = true;
    if (waiting > 0) {
      held += waiting;
      deadline.begin(System.nanoTime());
      try {
        done = engine.commit();
      } catch (RuntimeException e) {
        if (deadline.end()) {
          decide(false);
        }
        throw e;
      }
      applied.add(System.nanoTime() - firstRead);
      if (!deadline.end()) {
        expectAgain();
        return;
      }
    }
    if (done && room) {
      queue.orElseThrow().acceptUpTo(ids[count - 1]);
    } else {
      decide(done);
      expectAgain();
    }
    if (waiting > 0) {
      holding.add(System.nanoTime() - firstRead);
    }
  }

  /**
   * Decides each answer by itself: what is in force goes on, and of the rest what may fail open.
   * Runs on the thread of {@link HoldDeadline} as well, while the engine's waits for the kernel.
   */
  private void decide(boolean done) {
    PacketQueue verdicts = queue.orElseThrow();
    for (int i = 0; i < count; i++) {
      boolean inForce =
          switch (needs[i]) {
            case NOTHING -> true;
            case COMMIT -> done;
            case ROOM -> false;
          };
      if (inForce) {
        verdicts.accept(ids[i]);
      } else if (mayFailOpen[i]) {
        passed.incrementAndGet();
        verdicts.accept(ids[i]);
      } else {
        dropped.incrementAndGet();
        verdicts.drop(ids[i]);
      }
    }
  }

  /** A second answer to the question of a dropped one is held as the first was. */
  private void expectAgain() {
    for (int i = 0; i < count; i++) {
      if (needs[i] != DnsIntake.Need.NOTHING && !mayFailOpen[i]) {
        intake.expectAgain(questions[i]);
      }
    }
  }

  /** Gives the kernel verdicts on nothing, so that the code for it is no longer cold. */
  public void warmVerdicts() {
    if (queue.isPresent()) {
      queue.get().accept(0);
      queue.get().acceptUpTo(0);
      queue.get().receive(this::queued);
    }
  }

  /**
   * Looks for answers that found the queue full.
   *
   * @param came answers that came to the rule of the queue
   */
  public void compare(long came) {
    if (queue.isPresent()) {
      long waiting =
          PacketQueueCounters.read(queueNumber).map(PacketQueueCounters::waiting).orElse(0L);
      overflow.look(came, received + waiting);
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
        held,
        passed.get(),
        dropped.get(),
        applied.read(),
        holding.read());
  }

  @Override
  public void close() {
    deadline.close();
    log.ifPresent(PacketLog::close);
    queue.ifPresent(PacketQueue::close);
  }
}
