package waymark.console;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The file of a unix socket, which only its owner can open at any moment: the server binds it
 * inside a folder that no other user can enter, and it is moved to its path when its mode is right.
 * The move also replaces the file of a killed process.
 *
 * @param path the path for clients
 */
record SocketFile(Path path) {

  /** The path that the server binds. */
  Path bindAt() {
    return folder().resolve("s");
  }

  private Path folder() {
    return path.resolveSibling("." + path.getFileName());
  }

  /**
   * Prepares the folder for the server's bind.
   *
   * @throws ConsoleException when another process listens at the path
   */
  void prepare() throws IOException {
    if (isListenedTo()) {
      throw new ConsoleException(
          "another waymark answers at " + path + ": stop it, or give this one another state");
    }
    Files.deleteIfExists(bindAt());
    Files.deleteIfExists(folder());
    Files.createDirectory(
        folder(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private boolean isListenedTo() {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      return channel.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Moves the bound socket to its path. */
  void publish() throws IOException {
    Files.setPosixFilePermissions(bindAt(), PosixFilePermissions.fromString("rw-------"));
    Files.move(bindAt(), path, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(folder());
  }

  /** Deletes the file. */
  void delete() throws IOException {
    Files.deleteIfExists(path);
  }
}
