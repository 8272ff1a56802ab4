package waymark.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WakeupTest {
  @Test
  void waitingThreadIsWokenByAnother() throws InterruptedException {
    try (Wakeup wakeup = Wakeup.open();
        Wakeup other = Wakeup.open()) {
      Poller poller = Poller.of(other.descriptor(), wakeup.descriptor());
      assertThat(poller.await(0)).isFalse();
      Thread waker = Thread.ofPlatform().start(wakeup::wake);
      assertThat(poller.await(10_000)).isTrue();
      assertThat(poller.ready(0)).isFalse();
      assertThat(poller.ready(1)).isTrue();
      waker.join();
    }
  }

  @Test
  void severalWakesAreOne() {
    try (Wakeup wakeup = Wakeup.open()) {
      assertThat(wakeup.drain()).isFalse();
      wakeup.wake();
      wakeup.wake();
      assertThat(wakeup.drain()).isTrue();
      assertThat(wakeup.drain()).isFalse();
    }
  }
}
