package waymark.app.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import waymark.policy.Printable;

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

  /** The terminal of this process: in colour unless it is no terminal or NO_COLOR is set. */
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

  /** Whether standard input and output are a terminal that can address its screen. */
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

  /** The text, made printable, in the colour of its tone, where there is colour. */
  public String paint(Tone tone, String text) {
    String shown = Printable.of(text);
    return colour && !tone.code.isEmpty() ? tone.code + shown + "\033[0m" : shown;
  }

  /** Prints a message about what a command does or why it failed. */
  public void say(String message) {
    err.print("waymark: " + Printable.indented(message) + "\n");
  }
}
