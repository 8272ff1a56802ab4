package waymark.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import waymark.kernel.model.CaptureSettings;

/**
 * A C program that reads Waymark's queue and accepts every answer unread, under Waymark's own
 * rules: the least that holding answers costs.
 */
final class AcceptProcess implements AutoCloseable {
  private final Process process;

  private AcceptProcess(Process process) {
    this.process = process;
  }

  /** Starts it in the place of an engine that has installed its rules, and waits until it reads. */
  static AcceptProcess start(Namespace router) {
    EngineProcess.start(router, "hold").close();
    Path program = Path.of(System.getProperty("waymark.root", "."), "bench/target/accept");
    int queue = CaptureSettings.DEFAULT.queue();
    ProcessBuilder builder =
        new ProcessBuilder(List.of(program.toString(), String.valueOf(queue)))
            .redirectErrorStream(true);
    Process process = router.call(builder::start);
    try (BufferedReader output = process.inputReader()) {
      String line = output.readLine();
      if (!"ready".equals(line)) {
        process.destroyForcibly();
        throw new BenchException("the C program does not read queue " + queue + ": " + line);
      }
    } catch (IOException e) {
      process.destroyForcibly();
      throw new UncheckedIOException(e);
    }
    return new AcceptProcess(process);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new BenchException("interrupted", e);
    }
  }
}
