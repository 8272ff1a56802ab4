package waymark.journal;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of a host, and the thread that writes it. Those who record rows have a {@link
 * RowSink} each, and none of them ever waits for that thread.
 *
 * <p>The thread looks for rows a few times a second while they come, and sleeps while they do not,
 * so that a row seldom costs a wake-up.
 */
public final class Journal implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Journal.class);

  /** Room for seconds of rows while the disk is busy. */
  private static final int QUEUE = 1 << 20;

  private static final long LOOK_NANOS = 200_000_000;
  private static final long SLEEP_NANOS = 30_000_000_000L;
  private static final long TRIM_NANOS = 60_000_000_000L;
  private static final long PATIENCE_MILLIS = 5_000;

  private final InstantSource clock;
  private final JournalWriter writer;
  private final List<RowQueue> queues = new CopyOnWriteArrayList<>();
  private final Queue<CompletableFuture<Journal>> flushes = new ConcurrentLinkedQueue<>();
  private final byte[] row = new byte[RowEncoder.LONGEST];
  private final JournalReader reader;
  private final Thread thread;
  private volatile JournalSettings settings;
  private volatile JournalFigures figures;
  private volatile boolean asleep;
  private volatile boolean stopping;

  /** Whether the last look has found rows. */
  private boolean busy;

  private long trimAt;

  Journal(
      JournalFolder folder,
      JournalSettings settings,
      InstantSource clock,
      JournalWriter.Pace pace) {
    reader = new JournalReader(folder);
    this.clock = clock;
    this.settings = settings;
    writer = new JournalWriter(folder, settings, clock, pace);
    figures = writer.figures(0);
    trimAt = System.nanoTime();
    thread = Thread.ofPlatform().name("waymark-journal").daemon().unstarted(this::run);
  }

  /**
   * Opens the journal below a folder. Faults of the disk are logged, and tried again later.
   *
   * @param state a folder that exists, and that no other user may read
   * @param clock the time of day
   */
  public static Journal open(Path state, JournalSettings settings, InstantSource clock) {
    Journal journal =
        new Journal(new JournalFolder(state), settings, clock, JournalWriter.Pace.USUAL);
    journal.start();
    return journal;
  }

  void start() {
    thread.start();
  }

  /** Takes the rows of one thread; a new one for each call. */
  public RowSink sink() {
    RowQueue queue = new RowQueue(QUEUE, clock, this::isOn, this::wake);
    queues.add(queue);
    return queue;
  }

  private boolean isOn() {
    return settings.isOn();
  }

  private void wake() {
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  /** From now on keeps what these say; what was kept before stays until it is too old. */
  public void use(JournalSettings settings) {
    this.settings = settings;
    LockSupport.unpark(thread);
  }

  /** The state of the journal, at most a second old while rows come. By any thread. */
  public JournalFigures figures() {
    return figures;
  }

  /** Reads what is kept; the rows that were recorded until now are among it. By any thread. */
  public JournalReader reader() {
    CompletableFuture<Journal> flushed = new CompletableFuture<>();
    flushes.add(flushed);
    LockSupport.unpark(thread);
    // A slow disk delays the last rows, not the reader.
    flushed.completeOnTimeout(this, PATIENCE_MILLIS, TimeUnit.MILLISECONDS).join();
    return reader;
  }

  private void run() {
    while (!stopping) {
      round();
      rest();
    }
    round();
    writer.close();
    report();
  }

  private void round() {
    try {
      writer.use(settings);
      // Those that ask from here on may have recorded rows that this round does not see.
      int asking = flushes.size();
      drain();
      writer.flush(asking > 0);
      if (System.nanoTime() - trimAt >= 0) {
        trimAt = System.nanoTime() + TRIM_NANOS;
        writer.trim();
      }
      report();
      for (int i = 0; i < asking; i++) {
        flushes.remove().complete(this);
      }
    } catch (RuntimeException e) {
      log.error("The journal goes on after a fault", e);
    }
  }

  private void drain() {
    busy = false;
    for (RowQueue queue : queues) {
      busy |= !queue.isEmpty();
      queue.drain(row, writer::take);
    }
  }

  private void report() {
    long unheard = 0;
    for (RowQueue queue : queues) {
      unheard += queue.lost();
    }
    figures = writer.figures(unheard);
  }

  private void rest() {
    if (stopping || !flushes.isEmpty()) {
      return;
    }
    if (busy || writer.isWaiting()) {
      LockSupport.parkNanos(this, LOOK_NANOS);
      return;
    }
    asleep = true;
    if (queues.stream().allMatch(RowQueue::isEmpty) && !stopping) {
      LockSupport.parkNanos(this, SLEEP_NANOS);
    }
    asleep = false;
  }

  /** Writes what is left. */
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
