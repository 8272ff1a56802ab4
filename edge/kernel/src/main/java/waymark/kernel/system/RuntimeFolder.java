package waymark.kernel.system;

import java.io.IOException;
import java.nio.file.Path;

/** The folder in memory for files of this boot. Only root can make something in {@code /run}. */
final class RuntimeFolder {
  static final Path PATH = Path.of("/run/waymark");

  private RuntimeFolder() {}

  /** Creates it unless it exists, and returns the path of a file in it. */
  static Path file(String name) throws IOException {
    OwnerOnly.create(PATH);
    OwnerOnly.tighten(PATH);
    return PATH.resolve(name);
  }
}
