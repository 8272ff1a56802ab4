package waymark.app;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import waymark.app.cli.Exit;
import waymark.app.cli.Terminal;

/** A command line's run, with what it printed. */
public final class Captured {
  private final ByteArrayOutputStream results = new ByteArrayOutputStream();
  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
  private final Exit exit;

  private Captured(String... arguments) {
    exit = Main.run(arguments, terminal(results, messages, false));
  }

  public static Captured run(String... arguments) {
    return new Captured(arguments);
  }

  public static Terminal terminal(boolean colour) {
    return terminal(new ByteArrayOutputStream(), new ByteArrayOutputStream(), colour);
  }

  private static Terminal terminal(
      ByteArrayOutputStream out, ByteArrayOutputStream err, boolean colour) {
    return new Terminal(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        colour,
        Map.of());
  }

  public Exit exit() {
    return exit;
  }

  public String out() {
    return results.toString(StandardCharsets.UTF_8);
  }

  public String err() {
    return messages.toString(StandardCharsets.UTF_8);
  }
}
