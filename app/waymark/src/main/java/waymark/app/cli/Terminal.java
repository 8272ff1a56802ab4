package waymark.app.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a command writes to.
 *
 * @param out results
 * @param err messages
 * @param colour whether results may be coloured
 * @param environment the variables that configurations may use
 */
public record Terminal(
    PrintStream out, PrintStream err, boolean colour, Map<String, String> environment) {

  /** What a word of a result means. */
  public enum Tone {
    PLAIN(""),
    HEADING("\033[1m"),
    FAINT("\033[2m"),
    GOOD("\033[32m"),
    WARNING("\033[33m"),
    BAD("\033[31m");

    private final String code;

    Tone(String code) {
      this.code = code;
    }
  }

  /** This process's own: in colour when it is a terminal and NO_COLOR is not set. */
  public static Terminal ofProcess() {
    Map<String, String> environment = System.getenv();
    boolean colour =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb")
            && isTerminal(Path.of("/proc/self/fd/1"));
    return new Terminal(utf8(System.out), utf8(System.err), colour, environment);
  }

  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  /** Whether this process has a terminal for keys and results, one that knows more than lines. */
  public static boolean isInteractive() {
    return isTerminal(Path.of("/proc/self/fd/0"))
        && isTerminal(Path.of("/proc/self/fd/1"))
        && !System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
  }

  private static boolean isTerminal(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** The text in its tone, where there is colour. */
  public String paint(Tone tone, String text) {
    return colour && !tone.code.isEmpty() ? tone.code + text + "\033[0m" : text;
  }

  /** A message about what a command does or why it failed. */
  public void say(String message) {
    err.print("waymark: " + message + "\n");
  }
}
