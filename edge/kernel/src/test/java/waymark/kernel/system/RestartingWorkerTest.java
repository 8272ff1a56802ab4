package waymark.kernel.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The work of a thread goes on after a fault, and ends when it is told to. */
class RestartingWorkerTest {
  private final Semaphore wakes = new Semaphore(0);
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicInteger recoveries = new AtomicInteger();
  private final CountDownLatch waiting = new CountDownLatch(1);
  private final List<Throwable> faults = new ArrayList<>();
  private final RestartingWorker worker =
      new RestartingWorker(
          "work",
          LoggerFactory.getLogger(RestartingWorkerTest.class),
          "The work fails",
          this::work,
          recoveries::incrementAndGet,
          wakes::release);

  private void work() throws InterruptedException {
    int run = runs.getAndIncrement();
    if (run < faults.size()) {
      switch (faults.get(run)) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case InterruptedException e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
    }
    waiting.countDown();
    while (worker.goesOn()) {
      wakes.acquire();
    }
  }

  @Test
  void whateverIsThrownTheWorkBeginsAgain() throws InterruptedException {
    faults.add(new IllegalStateException("a bug"));
    faults.add(new StackOverflowError("an error"));
    faults.add(new InterruptedException("by nobody who may"));
    worker.start();
    waiting.await();
    assertThat(runs).hasValue(4);
    assertThat(recoveries).hasValue(3);
    worker.close();
  }

  @Test
  void closingEndsAWaitOfTheWork() throws InterruptedException {
    worker.start();
    waiting.await();
    worker.close();
    assertThat(worker.goesOn()).isFalse();
    assertThat(runs).hasValue(1);
  }

  @Test
  void aWorkerThatWasNeverStartedIsClosed() {
    worker.close();
    assertThat(runs).hasValue(0);
  }
}
