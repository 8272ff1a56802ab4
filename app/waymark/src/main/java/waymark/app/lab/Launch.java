package waymark.app.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The command that starts this program again.
 *
 * @param command Java, its options and the main class; the words of the command line follow
 */
public record Launch(List<String> command) {
  /**
   * Java names the files of its performance counters by process id, in a folder that namespaces
   * share. Processes of two labs have the same ids, and Java would print warnings.
   */
  private static final String NO_COUNTERS = "-XX:-UsePerfData";

  public Launch {
    if (!command.contains(NO_COUNTERS)) {
      command = new ArrayList<>(command);
      command.add(1, NO_COUNTERS);
    }
    command = List.copyOf(command);
  }

  /**
   * The command of this process: the same Java, the same options.
   *
   * @throws LabException when the system does not show it
   */
  public static Launch current() {
    // ProcessHandle has no arguments when they are longer than a page, as class paths are.
    try (InputStream file = Files.newInputStream(Path.of("/proc/self/cmdline"))) {
      String[] words = new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\0", -1);
      // The name of the main class or module, or the JAR.
      String main = System.getProperty("sun.java.command", "").split(" ", 2)[0];
      for (int i = 1; i < words.length; i++) {
        if (words[i].equals(main)) {
          List<String> command = new ArrayList<>(Arrays.asList(words).subList(0, i + 1));
          command.set(0, java());
          return new Launch(command);
        }
      }
      throw new LabException("the command line of this process does not show how it was started");
    } catch (IOException e) {
      throw new LabException("cannot read how Waymark was started: " + e.getMessage(), e);
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The command with more words. */
  public List<String> with(String... words) {
    List<String> all = new ArrayList<>(command);
    all.addAll(Arrays.asList(words));
    return all;
  }
}
