package waymark.app.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import waymark.policy.Printable;

/**
 * The stream that log messages and stack traces are printed to: each is one line, and everything
 * that is not {@link Printable} is escaped, whatever a message quotes.
 */
public final class LogOutput extends PrintStream {
  public LogOutput(OutputStream out) {
    super(out, true, StandardCharsets.UTF_8);
  }

  @Override
  public void println(String line) {
    super.println(Printable.of(String.valueOf(line)));
  }

  /** A line of a stack trace, which begins with a tab. */
  @Override
  public void println(Object line) {
    String text = String.valueOf(line);
    String indent = text.startsWith("\t") ? "\t" : "";
    super.println(indent + Printable.of(text.substring(indent.length())));
  }
}
