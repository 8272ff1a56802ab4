package waymark.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import waymark.app.config.Configuration;
import waymark.app.config.Loaded;

/**
 * A configuration file, read once.
 *
 * @param text empty where the file cannot be read
 */
record PolicyText(Path file, String text, Loaded loaded) {
  private static final int LONGEST = 64 << 20;

  static PolicyText read(Path file, Map<String, String> environment) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) <= LONGEST) {
        String text = Files.readString(file);
        return new PolicyText(file, text, Configuration.parse(file, text, environment));
      }
    } catch (IOException e) {
      // Loading says what is wrong with it.
    }
    return new PolicyText(file, "", Configuration.load(file, environment));
  }
}
