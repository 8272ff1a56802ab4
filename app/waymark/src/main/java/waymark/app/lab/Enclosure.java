package waymark.app.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The private namespaces of a lab: they share nothing with the host, and everything in them ends
 * with them.
 */
public final class Enclosure {
  /** Runs first inside; "$0" "$@" is then the program. */
  private static final String FURNISH =
      "mount -t tmpfs tmpfs /run && mkdir -p /run/netns /run/lab && ip link set lo up && ";

  /** From the one that never leaves anything behind to the one that works almost everywhere. */
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

  /** The commands that the lab needs and this system lacks, each with its package. */
  public static List<String> missing() {
    return SystemCommand.missing();
  }

  /** The best that this system allows this user; empty when it allows none. */
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
   * Runs a command inside, with this process's input and outputs.
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
