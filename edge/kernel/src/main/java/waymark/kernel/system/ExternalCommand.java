package waymark.kernel.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import waymark.kernel.model.KernelException;

/**
 * A command of the system's.
 *
 * <p>What it reads is a file and no pipe: were this process killed while it wrote a long text into
 * one, the command would take what came for the whole.
 */
public final class ExternalCommand {
  private ExternalCommand() {}

  /**
   * What the command prints.
   *
   * @throws KernelException with what it said, when it failed or is not there
   */
  public static String run(List<String> command) {
    return run(command, Optional.empty());
  }

  /** As {@link #run(List)}; the text is what it reads, by way of that file. */
  public static String feed(List<String> command, ScriptFile file, String text) {
    try {
      return run(command, Optional.of(file.write(text)));
    } finally {
      file.done();
    }
  }

  private static String run(List<String> command, Optional<Path> input) {
    String name = command.getFirst();
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      input.ifPresent(file -> builder.redirectInput(file.toFile()));
      Process process = builder.start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      if (exit != 0) {
        String from = input.map(file -> " < " + file).orElse("");
        throw new KernelException(
            String.join(" ", command) + from + " (exit " + exit + "): " + first(said));
      }
      return said;
    } catch (IOException e) {
      throw new KernelException(
          "cannot run " + name + ": " + e.getMessage() + "; install the package it is in", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KernelException("interrupted while " + name + " ran", e);
    }
  }

  /** The first few lines: with a long text some commands repeat much of it. */
  private static String first(String said) {
    String text = said.strip();
    return text.length() > 600 ? text.substring(0, 600) + " …" : text;
  }
}
