package waymark.kernel.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import waymark.kernel.model.KernelException;
import waymark.kernel.system.ScriptFile;

/**
 * The {@code nft} command: the well-kept parser of nftables' language, for all but the hot path.
 *
 * <p>It reads a file and no pipe: were this process killed while it wrote a long script into one,
 * the command would take what came for the whole.
 */
public final class NftCommand {
  private final ScriptFile script;

  /** Scripts are written to that file. */
  public NftCommand(ScriptFile script) {
    this.script = script;
  }

  /**
   * Runs a script in one transaction.
   *
   * @throws KernelException with what nft said, when it refused
   */
  void run(String text) {
    Path file = script.write(text);
    try {
      Process process =
          new ProcessBuilder("nft", "-f", file.toString()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      if (exit != 0) {
        throw new KernelException("nft -f " + file + " (exit " + exit + "): " + first(said));
      }
    } catch (IOException e) {
      throw new KernelException(
          "cannot run nft: " + e.getMessage() + "; install the package nftables", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KernelException("interrupted while nft ran", e);
    } finally {
      script.done();
    }
  }

  /** The first few lines: with a large script nft repeats much of it. */
  private static String first(String said) {
    String text = said.strip();
    return text.length() > 600 ? text.substring(0, 600) + " …" : text;
  }
}
