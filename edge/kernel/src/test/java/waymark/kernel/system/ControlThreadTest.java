package waymark.kernel.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import waymark.kernel.model.StoppedException;

@Timeout(60)
class ControlThreadTest {
  private final List<String> log = new ArrayList<>();

  @Test
  void jobsRunInOrderAndAFaultStopsNone() {
    ControlThread control = new ControlThread();
    control.execute(() -> log.add("first"));
    control.execute(
        () -> {
          throw new IllegalStateException("a fault");
        });
    CompletableFuture<Integer> size = control.ask(log::size);
    control.start();
    assertThat(size.join()).isEqualTo(1);
    control.close();
    assertThatThrownBy(() -> control.ask(log::size).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(StoppedException.class);
  }

  @Test
  void ofTheSameNoticesOneIsActedOn() {
    ControlThread control = new ControlThread();
    Runnable notice = () -> log.add("notice");
    control.execute(notice);
    control.execute(notice);
    control.start();
    assertThat(control.ask(log::size).join()).isEqualTo(1);
    control.execute(notice);
    assertThat(control.ask(log::size).join()).isEqualTo(2);
    control.close();
  }

  @Test
  void aJobThatHangsIsInterrupted() throws InterruptedException {
    ControlThread control = new ControlThread("test", Duration.ofMillis(50));
    CountDownLatch began = new CountDownLatch(1);
    control.start();
    CompletableFuture<String> hanging =
        control.ask(
            () -> {
              began.countDown();
              try {
                new CountDownLatch(1).await();
                return "never";
              } catch (InterruptedException e) {
                return "interrupted";
              }
            });
    began.await();
    control.close();
    assertThat(hanging.join()).isEqualTo("interrupted");
  }

  @Test
  void whoWaitsIsToldThatACommandWasKilledBecauseTheDaemonStops() throws InterruptedException {
    ControlThread control = new ControlThread();
    CountDownLatch began = new CountDownLatch(1);
    control.start();
    CompletableFuture<String> hanging =
        control.ask(
            () -> {
              began.countDown();
              return ExternalCommand.run(List.of("sleep", "1000"));
            });
    CompletableFuture<Integer> waiting = control.ask(log::size);
    began.await();
    control.endWithin(Duration.ofMillis(50));
    assertThatThrownBy(hanging::join)
        .hasCauseInstanceOf(StoppedException.class)
        .hasMessageContaining("sleep 1000");
    assertThatThrownBy(waiting::join).hasCauseInstanceOf(StoppedException.class);
    control.close();
  }
}
