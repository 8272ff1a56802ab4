package waymark.app.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs the system commands that the lab is built with. */
final class SystemCommand {
  /** For accounts whose PATH lacks these folders. */
  private static final String SYSTEM = ":/usr/sbin:/sbin:/usr/bin:/bin";

  /** Each command that the lab needs, with its package. */
  private static final List<Needed> NEEDED =
      List.of(
          new Needed("ip", "iproute2"),
          new Needed("nft", "nftables"),
          new Needed("nsenter", "util-linux"),
          new Needed("unshare", "util-linux"));

  private SystemCommand() {}

  private record Needed(String command, String owner) {}

  /** The exit code and output of a command. */
  record Result(int exit, String output) {
    boolean worked() {
      return exit == 0;
    }
  }

  private static String path() {
    return System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin") + SYSTEM;
  }

  static boolean exists(String command) {
    for (String folder : path().split(":", -1)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, command))) {
        return true;
      }
    }
    return false;
  }

  /** The commands that are missing, each with its package. */
  static List<String> missing() {
    return NEEDED.stream()
        .filter(needed -> !exists(needed.command()))
        .map(needed -> needed.command() + " (package " + needed.owner() + ")")
        .toList();
  }

  static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PATH", path());
    return builder;
  }

  /** Runs a shell script to its end. */
  static Result run(String script) {
    try {
      Process process = builder(List.of("sh", "-euc", script)).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output.strip());
    } catch (IOException e) {
      throw new LabException("cannot run sh: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while a script ran", e);
    }
  }

  /**
   * Runs a script that must succeed.
   *
   * @param doing what it does, as in "cannot …"
   * @throws LabException with its output
   */
  static String require(String doing, String script) {
    Result result = run(script);
    if (!result.worked()) {
      throw new LabException("cannot " + doing + ": " + result.output());
    }
    return result.output();
  }
}
