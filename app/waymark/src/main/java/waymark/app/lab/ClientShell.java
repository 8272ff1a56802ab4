package waymark.app.lab;

import java.io.IOException;
import java.util.List;

/** A shell on the client. */
final class ClientShell {
  /** Where the file links into /run, its target is hidden with the host's /run. */
  private static final String RESOLVER =
      """
      printf 'nameserver 10.1.0.1\\n' > /run/lab/resolv.conf
      file=$(readlink -m /etc/resolv.conf)
      case $file in
        /run/*) mkdir -p "${file%/*}"; cp /run/lab/resolv.conf "$file" ;;
        *) mount --bind /run/lab/resolv.conf "$file" ;;
      esac
      """;

  private ClientShell() {}

  /** Opens it, until the user leaves it. */
  static void open() {
    SystemCommand.require("point the client at its DNS server", RESOLVER);
    String shell = System.getenv().getOrDefault("SHELL", "/bin/sh");
    try {
      SystemCommand.builder(LabNetwork.on(LabNetwork.CLIENT, List.of(shell)))
          .inheritIO()
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new LabException("cannot start " + shell + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
