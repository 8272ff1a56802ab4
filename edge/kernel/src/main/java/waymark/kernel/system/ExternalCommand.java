package waymark.kernel.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import waymark.kernel.model.KernelException;

/**
 * Runs a command of the system, and kills it with its children after a timeout.
 *
 * <p>A command reads its script from a file and not from a pipe: if this process were killed while
 * it writes a long script into a pipe, the command would execute an incomplete script.
 */
public final class ExternalCommand {
  /** The longest script, on a slow and busy machine, takes a fraction of this. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final int LONGEST_REASON = 600;

  private ExternalCommand() {}

  /**
   * Runs a command that reads nothing.
   *
   * @return what the command prints
   * @throws KernelException when it fails, is missing, or takes longer than a minute
   */
  public static String run(List<String> command) {
    return run(command, Optional.empty(), TIMEOUT, _ -> {});
  }

  static String run(List<String> command, Duration timeout) {
    return run(command, Optional.empty(), timeout, _ -> {});
  }

  /** As {@link #run(List)}; the command reads the text, from that file. */
  public static String feed(List<String> command, ScriptFile file, String text) {
    try {
      return run(command, Optional.of(file.write(text)), TIMEOUT, _ -> {});
    } finally {
      file.done();
    }
  }

  /** As {@link #run(List)}, with the path of a file that holds the text as the last argument. */
  public static String runScript(List<String> command, ScriptFile file, String text) {
    return runScript(command, file, text, _ -> {});
  }

  /**
   * As {@link #runScript(List, ScriptFile, String)}.
   *
   * @param started takes the id of the process when that has started
   */
  public static String runScript(
      List<String> command, ScriptFile file, String text, LongConsumer started) {
    try {
      List<String> words = new ArrayList<>(command);
      words.add(file.write(text).toString());
      return run(words, Optional.empty(), TIMEOUT, started);
    } finally {
      file.done();
    }
  }

  private static String run(
      List<String> command, Optional<Path> input, Duration timeout, LongConsumer started) {
    String line = String.join(" ", command) + input.map(file -> " < " + file).orElse("");
    Process process = start(command, input);
    try {
      started.accept(process.pid());
      long end = System.nanoTime() + timeout.toNanos();
      CompletableFuture<String> output = read(process);
      if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        throw late(line, timeout);
      }
      String printed = output.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (process.exitValue() != 0) {
        throw new KernelException(
            line + " (exit " + process.exitValue() + "): " + beginning(printed));
      }
      return printed;
    } catch (TimeoutException _) {
      // The command has ended, but a child of it keeps its output open.
      throw late(line, timeout);
    } catch (ExecutionException e) {
      throw new KernelException("cannot read what " + line + " prints: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KernelException("interrupted while " + line + " ran; it was killed", e);
    } finally {
      kill(process);
    }
  }

  private static Process start(List<String> command, Optional<Path> input) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      input.ifPresent(file -> builder.redirectInput(file.toFile()));
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new KernelException(
          "cannot run " + command.getFirst() + ": " + e.getMessage() + "; install its package", e);
    }
  }

  /** Reads the output on a thread that ends when the command and its children have closed it. */
  private static CompletableFuture<String> read(Process process) {
    CompletableFuture<String> output = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("waymark-command-output")
        .daemon()
        .start(() -> output.completeAsync(() -> all(process.getInputStream()), Runnable::run));
    return output;
  }

  private static String all(InputStream input) {
    try (input) {
      return new String(input.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void kill(Process process) {
    if (process.isAlive()) {
      List<ProcessHandle> children = process.descendants().toList();
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static KernelException late(String line, Duration timeout) {
    return new KernelException(
        line
            + " did not end within "
            + timeout.toMillis() / 1000.0
            + " s and was killed; run it by hand to see what it waits for, such as the lock of"
            + " another firewall program");
  }

  /** The first lines: with a long script some commands repeat much of it. */
  private static String beginning(String printed) {
    String text = printed.strip();
    return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) + " …" : text;
  }
}
