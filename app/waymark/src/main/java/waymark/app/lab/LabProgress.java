package waymark.app.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import waymark.app.cli.Terminal;

/**
 * Shows how far the lab is: a bar on a terminal, else one line per part.
 *
 * @param bar whether it is drawn
 */
public record LabProgress(PrintStream err, boolean bar) implements Lab.Progress {
  private static final int WIDTH = 24;
  private static final String CLEAR = "\r\033[K";

  public static LabProgress of(Terminal terminal) {
    boolean dumb = terminal.environment().getOrDefault("TERM", "dumb").equals("dumb");
    return new LabProgress(terminal.err(), !dumb && isTerminal());
  }

  private static boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void begins(int number, int of, String title) {
    if (bar) {
      int full = WIDTH * number / of;
      err.print(CLEAR + "[" + "=".repeat(full) + " ".repeat(WIDTH - full) + "] " + title);
      err.flush();
    } else if (!title.isEmpty()) {
      err.print("waymark lab: " + (number + 1) + "/" + of + " " + title + "\n");
    }
  }

  /** Removes the bar. */
  public void end() {
    if (bar) {
      err.print(CLEAR);
      err.flush();
    }
  }
}
