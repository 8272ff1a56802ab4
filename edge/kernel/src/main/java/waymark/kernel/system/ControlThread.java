package waymark.kernel.system;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.kernel.model.StoppedException;

/**
 * A thread for what takes long, such as commands, files, and large tables of the kernel: one job
 * after the other, in the order in which they came. No answer waits for it.
 */
public final class ControlThread implements Executor, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ControlThread.class);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final SequencedSet<Runnable> jobs = new LinkedHashSet<>();
  private final Duration patience;
  private final Thread thread;
  private boolean closed;

  /** A thread that does not run yet. */
  public ControlThread() {
    this("waymark-control", PATIENCE);
  }

  /**
   * @param patience how long {@link #close} waits for the job that runs before it interrupts it
   */
  ControlThread(String name, Duration patience) {
    this.patience = patience;
    thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /**
   * Adds a job, unless this very object waits already: of the same notices only one is acted on. No
   * job is taken after {@link #close}.
   */
  @Override
  public synchronized void execute(Runnable job) {
    if (!closed) {
      jobs.add(job);
      notifyAll();
    }
  }

  /** Adds a job that has a result; a {@link StoppedException} is its result after the end. */
  public <T> CompletableFuture<T> ask(Supplier<T> question) {
    Question<T> job = new Question<>(question, new CompletableFuture<>());
    synchronized (this) {
      if (closed) {
        job.abandon();
      } else {
        execute(job);
      }
    }
    return job.answer();
  }

  /** A job that has a result. */
  private record Question<T>(Supplier<T> question, CompletableFuture<T> answer)
      implements Runnable {
    @Override
    public void run() {
      try {
        answer.complete(question.get());
      } catch (RuntimeException e) {
        boolean stopped = Thread.currentThread().isInterrupted();
        answer.completeExceptionally(stopped ? new StoppedException(e) : e);
      }
    }

    void abandon() {
      answer.completeExceptionally(new StoppedException());
    }
  }

  private void run() {
    for (Optional<Runnable> job = next(); job.isPresent(); job = next()) {
      try {
        job.get().run();
      } catch (RuntimeException e) {
        log.error("The control thread goes on after a fault", e);
      }
    }
    abandonJobs();
  }

  private synchronized void abandonJobs() {
    for (Runnable job : jobs) {
      if (job instanceof Question<?> question) {
        question.abandon();
      }
    }
    jobs.clear();
  }

  /** Waits for a job; none after the end. */
  private synchronized Optional<Runnable> next() {
    try {
      while (jobs.isEmpty() && !closed) {
        wait();
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    return jobs.isEmpty() ? Optional.empty() : Optional.of(jobs.removeFirst());
  }

  /**
   * Has the thread end within that time. The job that runs then is interrupted, which kills the
   * command that it waits for, and those after it are abandoned.
   */
  public void endWithin(Duration time) {
    Thread.ofPlatform().name("waymark-control-end").daemon().start(() -> join(time));
  }

  /** Ends the thread after the jobs that are there, or after a while in the middle of one. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    join(patience);
  }

  private void join(Duration time) {
    try {
      if (!thread.join(time)) {
        synchronized (this) {
          closed = true;
        }
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
