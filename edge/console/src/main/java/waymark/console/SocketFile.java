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
 * The file of a unix socket, for its owner alone at every moment: the server binds it inside a
 * folder that nobody else can enter, and it is moved out when its mode is right. That also takes
 * the place of what a killed process left.
 *
 * @param path where clients find it
 */
record SocketFile(Path path) {

  /** Where the server is to bind. */
  Path bindAt() {
    return folder().resolve("s");
  }

  private Path folder() {
    return path.resolveSibling("." + path.getFileName());
  }

  /**
   * Makes room for the server's bind.
   *
   * @throws ConsoleException when somebody listens at the path
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

  /** Shows the bound socket to clients. */
  void publish() throws IOException {
    Files.setPosixFilePermissions(bindAt(), PosixFilePermissions.fromString("rw-------"));
    Files.move(bindAt(), path, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(folder());
  }

  /** Takes it away. */
  void delete() throws IOException {
    Files.deleteIfExists(path);
  }
}
