package waymark.kernel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The {@code nft} command: the well-kept parser of nftables' language, for all but the hot path.
 */
final class NftCommand {
  /**
   * Runs a script in one transaction.
   *
   * @throws KernelException with what nft said, when it refused
   */
  void run(String script) {
    try {
      Process process = new ProcessBuilder("nft", "-f", "-").redirectErrorStream(true).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(script.getBytes(StandardCharsets.UTF_8));
      } catch (IOException _) {
        // It ended before it had read all; its words and its exit code say why.
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      if (exit != 0) {
        throw new KernelException("nft -f - (exit " + exit + "): " + first(said));
      }
    } catch (IOException e) {
      throw new KernelException(
          "cannot run nft: " + e.getMessage() + "; install the package nftables", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KernelException("interrupted while nft ran", e);
    }
  }

  /** The first few lines: with a large script nft repeats much of it. */
  private static String first(String said) {
    String text = said.strip();
    return text.length() > 600 ? text.substring(0, 600) + " …" : text;
  }
}
