package waymark.app.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The private namespaces that a lab lives in: nothing in them is the host's, and all goes with
 * them.
 */
public final class Enclosure {
  /** Runs inside first: "$0" "$@" is then the program. */
  private static final String FURNISH =
      "mount -t tmpfs tmpfs /run && mkdir -p /run/netns /run/lab && ip link set lo up && ";

  /** From what leaves nothing behind, however the lab ends, to what works almost everywhere. */
  private static final List<List<String>> KINDS =
      List.of(
          List.of("--user", "--map-root-user", "--pid", "--mount-proc"),
          List.of("--user", "--map-root-user"),
          List.of("--pid", "--mount-proc"),
          List.of());

  private final List<String> unshare;

  private Enclosure(List<String> unshare) {
    this.unshare = unshare;
  }

  /** The commands that a lab needs and this system lacks, each with its package. */
  public static List<String> missing() {
    return SystemCommand.missing();
  }

  /** The best that this system allows to this user; empty when it allows none. */
  public static Optional<Enclosure> find() {
    for (List<String> kind : KINDS) {
      List<String> unshare = new ArrayList<>(List.of("unshare"));
      unshare.addAll(kind);
      unshare.addAll(List.of("--net", "--mount", "--fork", "--kill-child"));
      Enclosure enclosure = new Enclosure(unshare);
      if (enclosure.works()) {
        return Optional.of(enclosure);
      }
    }
    return Optional.empty();
  }

  private boolean works() {
    try {
      Process process =
          SystemCommand.builder(command(List.of("true")))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private List<String> command(List<String> inside) {
    List<String> command = new ArrayList<>(unshare);
    command.addAll(List.of("sh", "-c", FURNISH + "exec \"$0\" \"$@\""));
    command.addAll(inside);
    return command;
  }

  /**
   * Runs a command in it, with this process's own input and outputs.
   *
   * @return its exit code
   */
  public int run(List<String> inside) {
    try {
      Process process = SystemCommand.builder(command(inside)).inheritIO().start();
      Thread end = new Thread(process::destroy, "lab-end");
      Runtime.getRuntime().addShutdownHook(end);
      int exit = process.waitFor();
      Runtime.getRuntime().removeShutdownHook(end);
      return exit;
    } catch (IOException e) {
      throw new LabException("cannot start the lab: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }
}
