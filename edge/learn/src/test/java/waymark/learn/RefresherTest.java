package waymark.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class RefresherTest {
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> found = new LinkedBlockingQueue<>();
  private final Refresher.Listener listener =
      new Refresher.Listener() {
        @Override
        public void changed(Refreshable item) {
          told.add(item.title() + " changed");
        }

        @Override
        public void good(Refreshable item) {
          found.add(item.title());
        }

        @Override
        public void failed(Refreshable item, LearnException why, Instant next) {
          told.add(item.title() + " failed: " + why.reason());
        }
      };

  /** Says by the count of calls whether it has changed; below 0 it fails. */
  private record Scripted(
      String title, Duration every, Instant refreshed, AtomicInteger calls, IntPredicate script)
      implements Refreshable {
    @Override
    public boolean refresh() {
      int call = calls.incrementAndGet();
      if (title.equals("bad")) {
        throw new LearnException("call " + call);
      }
      return script.test(call);
    }
  }

  private static Scripted item(String title, Duration every, Instant refreshed) {
    return new Scripted(title, every, refreshed, new AtomicInteger(), call -> call == 3);
  }

  private String next() throws InterruptedException {
    return String.valueOf(told.poll(30, TimeUnit.SECONDS));
  }

  @Test
  void whatChangesIsToldAndWhatIsNotDueIsLeftAlone() throws InterruptedException {
    Scripted good = item("good", Duration.ofMillis(10), Instant.MIN);
    Scripted later = item("later", Duration.ofHours(1), Instant.now());
    try (Refresher _ =
        Refresher.start(List.of(good, later), listener, InstantSource.system(), new Random(1))) {
      assertThat(next()).isEqualTo("good changed");
      assertThat(good.calls().get()).isGreaterThanOrEqualTo(3);
      assertThat(later.calls().get()).isZero();
      assertThat(found.take()).isEqualTo("good");
      assertThat(found.take()).as("whether it changed or not").isEqualTo("good");
    }
  }

  @Test
  void whatFailsIsTriedAgain() throws InterruptedException {
    Scripted bad = item("bad", Duration.ofMillis(10), Instant.MIN);
    Refresher refresher =
        Refresher.start(List.of(bad), listener, InstantSource.system(), new Random(1));
    assertThat(next()).isEqualTo("bad failed: call 1");
    assertThat(next()).isEqualTo("bad failed: call 2");
    assertThat(found).isEmpty();
    refresher.close();
    Thread.sleep(1_000);
    int calls = bad.calls().get();
    Thread.sleep(100);
    assertThat(bad.calls().get()).isEqualTo(calls);
  }

  @Test
  void aClockThatIsSetBackStopsNothing() throws InterruptedException {
    AtomicReference<Duration> behind = new AtomicReference<>(Duration.ZERO);
    InstantSource clock = () -> Instant.now().minus(behind.get());
    Scripted good = item("good", Duration.ofMillis(200), Instant.MIN);
    try (Refresher _ = Refresher.start(List.of(good), listener, clock, new Random(1))) {
      assertThat(found.take()).isEqualTo("good");
      behind.set(Duration.ofHours(1));
      assertThat(next()).isEqualTo("good changed");
    }
  }

  @Test
  void aChangeThatNobodyCouldTakeIsToldAgain() throws InterruptedException {
    Scripted good = item("good", Duration.ofMillis(10), Instant.MIN);
    AtomicInteger refusals = new AtomicInteger();
    Refresher.Listener refusing =
        new Refresher.Listener() {
          @Override
          public void changed(Refreshable item) {
            if (refusals.incrementAndGet() < 3) {
              throw new LearnException("the kernel refused it");
            }
            listener.changed(item);
          }

          @Override
          public void good(Refreshable item) {
            listener.good(item);
          }

          @Override
          public void failed(Refreshable item, LearnException why, Instant next) {
            listener.failed(item, why, next);
          }
        };
    try (Refresher _ =
        Refresher.start(List.of(good), refusing, InstantSource.system(), new Random(1))) {
      assertThat(next()).isEqualTo("good failed: the kernel refused it");
      assertThat(next()).isEqualTo("good failed: the kernel refused it");
      assertThat(next()).isEqualTo("good changed");
      assertThat(told.poll(100, TimeUnit.MILLISECONDS)).isNull();
    }
  }

  @Test
  void retriesBackOffUpToTheTimeItself() {
    RefreshSchedule refreshSchedule = new RefreshSchedule(Duration.ofHours(12), new Random(1));
    assertBetween(refreshSchedule.next(0), Duration.ofMinutes(648), Duration.ofMinutes(792));
    assertBetween(refreshSchedule.next(1), Duration.ofSeconds(54), Duration.ofSeconds(66));
    assertBetween(refreshSchedule.next(4), Duration.ofSeconds(432), Duration.ofSeconds(528));
    assertBetween(refreshSchedule.next(1000), Duration.ofMinutes(648), Duration.ofMinutes(792));
    assertBetween(
        new RefreshSchedule(Duration.ofSeconds(5), new Random(1)).next(3),
        Duration.ofMillis(4500),
        Duration.ofMillis(5500));
  }

  private static void assertBetween(Duration time, Duration least, Duration most) {
    assertThat(time).isBetween(least, most);
  }
}
