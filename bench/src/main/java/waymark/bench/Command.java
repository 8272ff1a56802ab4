package waymark.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Other programs, run to their end. */
final class Command {
  private Command() {}

  /** Runs a program; exception with what it printed when it fails. */
  static String run(String... words) {
    return feed("", words);
  }

  /** As {@link #run}, with a text as its standard input. */
  static String feed(String input, String... words) {
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int status = process.waitFor();
      if (status != 0) {
        throw new BenchException(String.join(" ", words) + " ended with " + status + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new BenchException("interrupted in " + List.of(words), e);
    }
  }

  /** One command a line, the words set apart by one space. */
  static void script(String lines) {
    lines.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(Command::line);
  }

  private static void line(String line) {
    run(line.split(" +"));
  }
}
