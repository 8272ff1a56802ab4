package waymark.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The build that runs. */
public final class Program {
  private Program() {}

  /** As in {@code 0.1.0}. */
  public static String version() {
    try (InputStream in = Program.class.getResourceAsStream("version")) {
      if (in == null) {
        throw new IllegalStateException("this build has no version");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
