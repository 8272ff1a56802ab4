package waymark.kernel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The engine's thread does nothing until this is closed. */
final class Standstill implements AutoCloseable {
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private final CompletableFuture<Boolean> ended;

  private Standstill(KernelHost host) {
    ended =
        host.ask(
            engine -> {
              begun.countDown();
              return await(over);
            });
  }

  /** From now on. */
  static Standstill of(KernelHost host) {
    Standstill standstill = new Standstill(host);
    await(standstill.begun);
    return standstill;
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(2, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    over.countDown();
    ended.join();
  }
}
