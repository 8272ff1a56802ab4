package waymark.app.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Another tool on the router: a script beside this class that sets it up and removes it.
 *
 * @param name of the script, without its ending
 * @param needed the commands that it needs
 * @param tunnel whether it needs WireGuard
 */
record Tool(String name, List<String> needed, boolean tunnel) {
  private static final Path FOLDER = Path.of("/run/lab/tools");

  /** What scripts read. */
  private static final List<String> FILES = List.of("docker.rules", "firewalld.nft");

  Tool {
    needed = List.copyOf(needed);
  }

  static Tool of(String name, String... needed) {
    return new Tool(name, List.of(needed), false);
  }

  static Tool withTunnel(String name, String... needed) {
    return new Tool(name, List.of(needed), true);
  }

  /** What it needs and this system lacks. */
  List<String> missing(SecondLink second) {
    List<String> missing = new ArrayList<>(needed);
    missing.removeIf(SystemCommand::exists);
    if (tunnel && !second.isTunnel()) {
      missing.add("WireGuard");
    }
    return missing;
  }

  void setUp(Lab lab) {
    run(lab, "up");
  }

  void remove(Lab lab) {
    run(lab, "down");
  }

  /** Runs the script with another word than up and down. */
  void run(Lab lab, String what) {
    try {
      Files.createDirectories(FOLDER);
      copy(name + ".sh");
      for (String file : FILES) {
        copy(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SystemCommand.require(
        "take " + name + " " + what,
        "cd %s && SECOND=%s exec nsenter --net=/run/netns/router sh -eu %s.sh %s"
            .formatted(FOLDER, lab.second().device(), name, what));
  }

  private static void copy(String file) throws IOException {
    try (InputStream content = Tool.class.getResourceAsStream(file)) {
      if (content == null) {
        throw new IllegalStateException("no resource " + file);
      }
      Files.copy(content, FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
