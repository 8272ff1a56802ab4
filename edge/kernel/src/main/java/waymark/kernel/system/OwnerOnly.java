package waymark.kernel.system;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that no other user may read: they hold the names that a network asks for. */
final class OwnerOnly {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnerOnly() {}

  /** Why a file or folder cannot be used, for people. */
  static String reason(Exception e) {
    return e instanceof AccessDeniedException denied
        ? "this user has no access to " + denied.getFile()
        : e.toString();
  }

  /** Creates a folder, and the folders above it, unless it exists. */
  static void create(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path above = folder.toAbsolutePath().getParent();
      if (above != null) {
        Files.createDirectories(above);
      }
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
    }
  }

  /** Takes an existing file or folder from other users; symbolic links are not followed. */
  static void tighten(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return;
    }
    Set<PosixFilePermission> wanted =
        Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? FOLDER : FILE;
    if (!wanted.containsAll(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS))) {
      Files.setPosixFilePermissions(path, wanted);
    }
  }
}
