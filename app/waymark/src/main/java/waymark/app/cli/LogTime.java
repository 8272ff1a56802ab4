package waymark.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Decides whether log lines begin with the time: not if stderr is the journal of systemd, which
 * keeps the time itself. The variable JOURNAL_STREAM names the device and inode of that stream
 * (systemd.exec(5)); a process that inherits it may have another stderr.
 */
public final class LogTime {
  private static final Path STDERR = Path.of("/proc/self/fd/2");
  private static final String SHOWN = "org.slf4j.simpleLogger.showDateTime";

  private LogTime() {}

  /** Sets how this process logs; call it before the first logger is made. */
  public static void configure(Map<String, String> environment) {
    System.setProperty(SHOWN, Boolean.toString(!isJournal(environment, STDERR)));
  }

  static boolean isJournal(Map<String, String> environment, Path stderr) {
    String stream = environment.getOrDefault("JOURNAL_STREAM", "");
    try {
      return !stream.isEmpty()
          && stream.equals(
              Files.getAttribute(stderr, "unix:dev")
                  + ":"
                  + Files.getAttribute(stderr, "unix:ino"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
