package waymark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import waymark.app.cli.Exit;

/** The daemon as a process of its own, with the state folder {@code s} beside its file. */
final class TestDaemon implements AutoCloseable {
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final Path log;
  private final Path state;
  private final Process process;

  /** Starts it, and waits until it is ready. */
  TestDaemon(Path file) throws IOException {
    log = file.resolveSibling("log");
    state = file.resolveSibling("s");
    process =
        new ProcessBuilder(OwnProgram.command("run", "--no-watch", "-c", file.toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    eventually("ready", () -> status().exit() == Exit.DONE);
  }

  long pid() {
    return process.pid();
  }

  Captured status() {
    return Captured.run("status", "--state", state.toString());
  }

  private void eventually(String what, BooleanSupplier condition) throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what + "; " + Files.readString(log)).isLessThan(end);
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Stops it; what it decided stays. */
  void stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Captured.run("down", "--state", state.toString());
  }
}
