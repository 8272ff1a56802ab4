package waymark.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SighupHandlerTest {
  private final CountDownLatch first = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger runs = new AtomicInteger();

  private void task() {
    runs.incrementAndGet();
    first.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void manySignalsDuringAReloadReloadOnceMore() throws InterruptedException {
    Runnable handling = SighupHandler.atMostOneWaits(this::task);
    List<Thread> signals = new ArrayList<>();
    signals.add(Thread.ofPlatform().start(handling));
    first.await();
    for (int i = 0; i < 20; i++) {
      signals.add(Thread.ofPlatform().start(handling));
    }
    // All of them but the one that waits for its turn return while the first still runs.
    while (signals.stream().filter(Thread::isAlive).count() > 2) {
      Thread.onSpinWait();
    }
    end.countDown();
    for (Thread signal : signals) {
      signal.join();
    }
    assertThat(runs).hasValue(2);
    handling.run();
    assertThat(runs).hasValue(3);
  }
}
