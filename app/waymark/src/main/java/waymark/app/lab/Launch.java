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
 * How Waymark is started again.
 *
 * @param command Java, its options and the main class; the words of the command line follow
 */
public record Launch(List<String> command) {
  /**
   * Java's files for its performance counters are named by process, in a folder that the namespaces
   * share: two labs' processes have the same numbers, and Java complains among the results.
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
   * As this process was started: the same Java, the same options.
   *
   * @throws LabException when that is not to be seen
   */
  public static Launch current() {
    // ProcessHandle tells no arguments where they are longer than a page, as class paths are.
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
      throw new LabException("this process's command line does not say how it was started");
    } catch (IOException e) {
      throw new LabException("cannot read how Waymark was started: " + e.getMessage(), e);
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** With these words after it. */
  public List<String> with(String... words) {
    List<String> all = new ArrayList<>(command);
    all.addAll(Arrays.asList(words));
    return all;
  }
}
