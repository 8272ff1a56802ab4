package waymark.netlink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The nft command: the oracle of these tests. */
final class NftablesCommand {
  private NftablesCommand() {}

  /** Runs a script of the nft language, and answers what it prints. */
  static String nft(String script) {
    return run(script, "nft", "-f", "-");
  }

  static String list(String what) {
    return run("list " + what, "nft", "-f", "-");
  }

  static String run(String input, String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
