package waymark.netlink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Runs the system's own tools beside the code under test, in the same private namespace. */
final class ShellCommand {
  private ShellCommand() {}

  /** What the commands print; exception when one fails. */
  static String run(String script) {
    try {
      Process process = new ProcessBuilder("sh", "-ec", script).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException("status " + status + " of " + script + "\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new IllegalStateException("cannot run " + script, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + script, e);
    }
  }
}
