package waymark.app.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import waymark.api.PolicyFile;
import waymark.app.cli.Exit;
import waymark.app.cli.Failure;
import waymark.app.config.Configuration;
import waymark.app.config.Loaded;

/**
 * A configuration file, read once.
 *
 * @param text empty where the file cannot be read
 */
record PolicyText(Path file, String text, Loaded loaded) {
  private static final int LONGEST = 64 << 20;

  /**
   * Reads the file that a request names.
   *
   * @throws Failure when its path is not absolute
   */
  static PolicyText read(PolicyFile asked, Map<String, String> environment) {
    try {
      Path path = Path.of(asked.file());
      if (path.isAbsolute()) {
        return read(path, environment);
      }
    } catch (InvalidPathException e) {
      // Reported below.
    }
    throw new Failure(
        Exit.FAILED, "'" + asked.file() + "' is not an absolute path", "give the absolute path");
  }

  static PolicyText read(Path file, Map<String, String> environment) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) <= LONGEST) {
        String text = Files.readString(file);
        return new PolicyText(file, text, Configuration.parse(file, text, environment));
      }
    } catch (IOException e) {
      // Loading reports what is wrong with it.
    }
    return new PolicyText(file, "", Configuration.load(file, environment));
  }
}
