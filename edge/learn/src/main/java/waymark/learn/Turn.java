package waymark.learn;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** When an item is refreshed next, and who asked for it now. One thread refreshes the item. */
final class Turn {
  private final BlockingQueue<CompletableFuture<Void>> asked = new LinkedBlockingQueue<>();
  private final List<CompletableFuture<Void>> served = new ArrayList<>();
  private volatile Optional<Instant> next = Optional.empty();
  private volatile String fault = "";
  private volatile boolean over;

  /** The next attempt; empty while one is under way. */
  Optional<Instant> next() {
    return next;
  }

  /** Why the last attempt failed; empty if it did not. */
  String fault() {
    return fault;
  }

  void failed(String why) {
    fault = why;
  }

  void good() {
    fault = "";
  }

  /** Asks for a refresh now; done when a refresh that began afterwards has ended. */
  CompletableFuture<Void> ask() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    asked.add(done);
    if (over) {
      done.complete(null);
    }
    return done;
  }

  void due(Instant at) {
    next = Optional.of(at);
  }

  /**
   * Waits until somebody asks.
   *
   * @return whether somebody did in that time
   */
  boolean isAskedWithin(Duration time) throws InterruptedException {
    CompletableFuture<Void> first = asked.poll(time.toMillis(), TimeUnit.MILLISECONDS);
    if (first == null) {
      return false;
    }
    served.add(first);
    return true;
  }

  void begin() {
    next = Optional.empty();
    asked.drainTo(served);
  }

  void end() {
    served.forEach(done -> done.complete(null));
    served.clear();
  }

  /** There is no other refresh: nobody waits for one in vain. */
  void over() {
    over = true;
    asked.drainTo(served);
    end();
  }
}
