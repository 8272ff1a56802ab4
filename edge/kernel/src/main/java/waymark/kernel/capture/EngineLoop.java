package waymark.kernel.capture;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Engine;
import waymark.linux.Wakeup;

/**
 * The engine's thread: it waits for DNS packets, for what others ask, and for the next second. What
 * has queued up goes into one transaction.
 *
 * <p>The thread that reads an answer is the one that writes the kernel: handing it to another would
 * cost each held answer a wake-up. So it does nothing that takes long, such as a command or a large
 * table: the control thread does that. Where it must wait for the kernel or the disk it leaves the
 * {@link Turn}.
 */
public final class EngineLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EngineLoop.class);
  private static final long TICK_NANOS = 1_000_000_000L;

  private final Engine engine;
  private final Capture capture;
  private final Runnable everyRound;
  private final Runnable everySecond;
  private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final Wakeup wakeup = Wakeup.open();
  private final Thread thread;

  /** The steps of a round, made once. */
  private final Runnable waiting = this::await;

  private final Runnable reading;
  private final Runnable ticking;
  private final Runnable settling;

  private long nextTick;

  /** Whether there are wakes to take. */
  private boolean woken;

  private volatile boolean stopping;

  /**
   * A loop that does not run yet.
   *
   * @param everyRound runs on this thread when the answers of a round are on their way
   * @param everySecond runs on this thread besides the engine's own tick
   */
  public EngineLoop(Engine engine, Capture capture, Runnable everyRound, Runnable everySecond) {
    this.engine = engine;
    this.capture = capture;
    this.everyRound = everyRound;
    this.everySecond = everySecond;
    reading = capture::read;
    ticking = engine::tick;
    settling = capture::settle;
    thread =
        Thread.ofPlatform()
            .name("waymark-engine")
            .uncaughtExceptionHandler((_, e) -> end(e))
            .unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Has something run on the engine's thread, unless that is about to end. */
  public void post(Runnable task) {
    inbox.add(task);
    wake();
  }

  /** Has the thread look around, whatever there is. */
  void wake() {
    wakeup.wake();
  }

  /** Asks the engine something; at once where this is its thread already. */
  public <T> CompletableFuture<T> ask(Function<Engine, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Runnable task =
        () -> {
          try {
            answer.complete(question.apply(engine));
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        };
    if (Thread.currentThread().equals(thread)) {
      task.run();
    } else {
      post(task);
    }
    if (stopping) {
      answer.completeExceptionally(new IllegalStateException("the engine is stopped"));
    }
    return answer;
  }

  private void run() {
    capture.open(wakeup.descriptor());
    nextTick = System.nanoTime() + TICK_NANOS;
    while (!stopping) {
      round();
    }
    // Who asked before the end is answered.
    tasks();
  }

  /** One round; a method of its own, because the loop around it is hardly ever compiled. */
  private void round() {
    guarded(waiting);
    guarded(reading);
    tasks();
    if (System.nanoTime() - nextTick >= 0) {
      nextTick = System.nanoTime() + TICK_NANOS;
      guarded(ticking);
      guarded(everySecond);
    }
    guarded(settling);
    guarded(everyRound);
  }

  private void await() {
    long now = System.nanoTime();
    long wait = Math.min(nextTick - now, capture.nanosToDeadline());
    if (wait > 0) {
      woken = capture.await((int) (wait / 1_000_000) + 1);
    }
  }

  private void tasks() {
    // A task may have run before its wake-up was read; drained now, it causes no empty round.
    if (woken) {
      wakeup.drain();
      woken = false;
    }
    for (Runnable task = inbox.poll(); task != null; task = inbox.poll()) {
      guarded(task);
    }
  }

  /** What is decided stays in the kernel; the next round may do better. */
  private static void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      log.error("The engine goes on after a fault", e);
    }
  }

  /** Without this thread held answers would wait forever; without the process they pass. */
  private static void end(Throwable e) {
    try {
      log.error("The engine cannot go on, and ends; what is decided stays", e);
    } finally {
      // The log may need the memory that has run out.
      Runtime.getRuntime().halt(1);
    }
  }

  /** Ends the thread after the round that it is in. */
  @Override
  public void close() {
    stopping = true;
    wake();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    wakeup.close();
  }
}
