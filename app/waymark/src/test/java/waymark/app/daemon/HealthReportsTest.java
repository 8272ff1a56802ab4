package waymark.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import waymark.health.LinkHealth;

class HealthReportsTest {
  private static LinkHealth link(boolean up, long latency) {
    return new LinkHealth(up, latency, 0, Instant.EPOCH, up ? "" : "no answer");
  }

  @Test
  void linksAreDownOrHaveALatency() {
    Map<String, LinkHealth> health =
        Map.of("down", link(false, 7), "up", link(true, 8), "new", link(true, 0));
    AtomicReference<Map<Map<String, String>, Map<String, Long>>> told =
        new AtomicReference<>(Map.of());
    new HealthReports(() -> health, (unhealthy, latency) -> told.set(Map.of(unhealthy, latency)))
        .tell();
    assertThat(told).hasValue(Map.of(Map.of("down", "no answer"), Map.of("up", 8L)));
  }

  @Test
  void aFallIsNotOvertakenByWhatWasSeenBeforeIt() throws InterruptedException {
    AtomicReference<Map<String, LinkHealth>> health =
        new AtomicReference<>(Map.of("vpn", link(true, 8)));
    CountDownLatch seen = new CountDownLatch(1);
    CountDownLatch fallen = new CountDownLatch(1);
    List<Set<String>> told = new CopyOnWriteArrayList<>();
    Thread[] slow = new Thread[1];
    HealthReports healthReports =
        new HealthReports(
            () -> {
              Map<String, LinkHealth> now = health.get();
              if (Thread.currentThread().equals(slow[0])) {
                seen.countDown();
                await(fallen);
              }
              return now;
            },
            (unhealthy, _) -> told.add(unhealthy.keySet()));
    slow[0] = Thread.ofPlatform().unstarted(healthReports::tell);
    slow[0].start();
    await(seen);
    health.set(Map.of("vpn", link(false, 8)));
    Thread other = Thread.ofPlatform().start(healthReports::tell);
    // Time enough to tell, if nothing held it.
    other.join(200);
    fallen.countDown();
    slow[0].join();
    other.join();
    assertThat(told).containsExactly(Set.of(), Set.of("vpn"));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
