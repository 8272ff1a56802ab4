package waymark.kernel.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import waymark.kernel.fixture.Eventually;

@Timeout(60)
class TurnTest {
  private final Turn turn = new Turn();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger rounds = new AtomicInteger();
  private final AtomicBoolean broken = new AtomicBoolean();

  private void alone() {
    if (inside.incrementAndGet() != 1) {
      broken.set(true);
    }
    inside.decrementAndGet();
  }

  @Test
  void neverBothHaveTheTurn() {
    AtomicBoolean done = new AtomicBoolean();
    Thread standIn =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!done.get()) {
                    if (turn.standIn(turn.leftAt(), this::alone)) {
                      rounds.incrementAndGet();
                    }
                  }
                });
    for (int i = 0; i < 20_000 || rounds.get() < 100; i++) {
      alone();
      turn.without(
          () -> {
            Thread.onSpinWait();
            return rounds;
          });
    }
    done.set(true);
    Eventually.holds("it has ended", () -> !standIn.isAlive());
    assertThat(broken).isFalse();
  }

  @Test
  void whileTheEngineIsThereNobodyStandsIn() {
    assertThat(turn.standIn(turn.leftAt(), rounds::incrementAndGet)).isFalse();
    long before = turn.leftAt();
    turn.without(
        () -> {
          assertThat(turn.isFree()).isTrue();
          assertThat(turn.standIn(before, rounds::incrementAndGet)).isFalse();
          assertThat(turn.standIn(turn.leftAt(), rounds::incrementAndGet)).isTrue();
          return rounds;
        });
    assertThat(turn.isFree()).isFalse();
    assertThat(rounds).hasValue(1);
  }

  @Test
  void theEngineWaitsForARoundThatHasBegun() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    Thread standIn =
        turn.without(
            () -> {
              Thread thread =
                  Thread.ofPlatform()
                      .start(
                          () ->
                              turn.standIn(
                                  turn.leftAt(),
                                  () -> {
                                    begun.countDown();
                                    // Long enough for the engine's thread to be back.
                                    for (int i = 0; i < 1_000_000; i++) {
                                      Thread.onSpinWait();
                                    }
                                    ended.set(true);
                                  }));
              try {
                begun.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return thread;
            });
    assertThat(ended).isTrue();
    standIn.join();
  }
}
