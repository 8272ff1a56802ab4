package waymark.kernel.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import waymark.engine.Change;
import waymark.engine.Connections;
import waymark.engine.Engine;
import waymark.engine.Limits;
import waymark.engine.Plane;
import waymark.engine.Threads;
import waymark.journal.RowSink;
import waymark.kernel.fixture.NoHold;
import waymark.kernel.fixture.Policies;
import waymark.kernel.model.CaptureSettings;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Policy;

class EngineLoopTest {
  private final AtomicLong rounds = new AtomicLong();
  private final Engine engine = engine();
  private final EngineLoop loop =
      new EngineLoop(
          engine,
          Capture.open(
              new CaptureSettings(CaptureSettings.Mode.OFF, Duration.ofMillis(100), 7000, 7000),
              engine,
              new DnsIntake(engine, 1, 2),
              new AnswerJournal(RowSink.NONE, engine, (to, _) -> to.getFirst()),
              new Turn(),
              new NoHold()),
          rounds::incrementAndGet,
          () -> {});

  private static final class Nothing implements Plane {
    @Override
    public void install(Policy policy, Supplier<Map<Address, Decision>> hosts) {}

    @Override
    public void apply(List<Change> changes) {}
  }

  private static Engine engine() {
    Policy policy = Policies.policy(Policies.rule("video", Policies.VPN, "video.example"));
    return new Engine(
        policy,
        Limits.DEFAULT,
        new Nothing(),
        events -> {},
        Connections.NONE,
        _ -> {},
        InstantSource.system(),
        Threads.ONE);
  }

  @Test
  void aWakeWhoseTaskIsDoneAlreadyKeepsNobodyAwake() throws InterruptedException {
    loop.start();
    loop.wake();
    assertThat(loop.ask(engine -> engine.knowledge().size()).join()).isZero();
    loop.wake();
    Thread.sleep(200);
    long before = rounds.get();
    Thread.sleep(200);
    loop.close();
    // One for the tick, perhaps; a thread that cannot sleep makes tens of thousands.
    assertThat(rounds.get() - before).isLessThan(100);
  }

  @Test
  void aFaultInOneTaskLosesNoOther() {
    loop.post(
        () -> {
          throw new IllegalStateException("a fault");
        });
    loop.start();
    assertThat(loop.ask(engine -> engine.knowledge().size()).join()).isZero();
    loop.close();
  }
}
