package waymark.kernel.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.MissingCapabilityException;
import waymark.linux.Capabilities;
import waymark.linux.Capability;
import waymark.linux.Errno;
import waymark.linux.FileLock;
import waymark.linux.LinuxException;

/**
 * Ensures a single daemon per network namespace: it locks a file that is named after the namespace,
 * and the kernel releases the lock when the process ends, however it ends.
 *
 * <p>The folder and the file are root's alone, so no other user can hold the lock. (A name without
 * a file, such as an abstract unix socket, could be taken by anybody.)
 */
public final class HostLock implements AutoCloseable {
  private static final Path NAMESPACE = Path.of("/proc/thread-self/ns/net");

  private final FileLock lock;

  private HostLock(FileLock lock) {
    this.lock = lock;
  }

  /**
   * Takes the lock.
   *
   * @throws MissingCapabilityException when this process may not change the network
   * @throws KernelException when another process holds the lock, with its id, or where there is no
   *     folder to lock
   */
  public static HostLock take() {
    Set<Capability> missing = Capabilities.effective().missing(Capability.CAP_NET_ADMIN);
    if (!missing.isEmpty()) {
      throw new MissingCapabilityException(missing);
    }
    try {
      return take(file());
    } catch (IOException e) {
      throw new KernelException(
          "cannot lock this network in "
              + RuntimeFolder.PATH
              + ": "
              + e
              + "; /run must be writable for Waymark: mount a tmpfs there, or let the service"
              + " manager make the folder (RuntimeDirectory=waymark)",
          e);
    }
  }

  /** The file of the calling thread's network namespace, which exists then. */
  private static Path file() throws IOException {
    // The link reads "net:[4026531840]".
    String number = Files.readSymbolicLink(NAMESPACE).toString().replaceAll("[^0-9]", "");
    Path file = RuntimeFolder.file(number + ".lock");
    if (!Files.exists(file)) {
      Files.write(file, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
    OwnerOnly.tighten(file);
    return file;
  }

  private static HostLock take(Path file) throws IOException {
    FileLock lock;
    try {
      lock = FileLock.take(file);
    } catch (LinuxException e) {
      if (e.errno() != Errno.EAGAIN) {
        throw e;
      }
      throw new KernelException(
          "another waymark runs on this host, process "
              + Files.readString(file, StandardCharsets.UTF_8).strip()
              + ": stop it first, or ask it by `waymark status`",
          e);
    }
    try {
      Files.writeString(file, ProcessHandle.current().pid() + "\n");
    } catch (IOException _) {
      // A full disk does not matter: only the message about this process lacks its number.
    }
    return new HostLock(lock);
  }

  @Override
  public void close() {
    lock.close();
  }
}
