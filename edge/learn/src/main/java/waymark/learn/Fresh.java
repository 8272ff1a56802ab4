package waymark.learn;

import java.nio.file.Path;

/** Where a file is written before it is whole and takes the place of another. */
final class Fresh {
  private Fresh() {}

  /** Of this process alone: a command and the daemon may fetch the same at once. */
  static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
  }
}
