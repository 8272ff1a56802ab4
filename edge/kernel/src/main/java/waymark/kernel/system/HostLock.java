package waymark.kernel.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
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
 * and the kernel releases the lock when the process ends, however it ends. The file says which
 * process holds it, and which state folder the daemon has or the last one had, so that commands
 * find the daemon by the network alone.
 *
 * <p>The folder and the file are root's alone, so no other user can hold the lock. (A name without
 * a file, such as an abstract unix socket, could be taken by anybody.)
 */
public final class HostLock implements AutoCloseable {
  private static final Path NAMESPACE = Path.of("/proc/thread-self/ns/net");

  /** Before the path of the state folder, in the second line. */
  private static final String STATE = "state ";

  private final FileLock lock;
  private final Path file;

  private HostLock(FileLock lock, Path file) {
    this.lock = lock;
    this.file = file;
  }

  /**
   * The state folder of this network's daemon, or of its last one; empty where none has run since
   * the machine was started, or this process may not know.
   */
  public static Optional<Path> state() {
    try {
      return state(RuntimeFolder.PATH.resolve(fileName()));
    } catch (IOException | InvalidPathException _) {
      return Optional.empty();
    }
  }

  /** Whether this process may not know {@link #state}. */
  public static boolean isStateHidden() {
    return Files.isDirectory(RuntimeFolder.PATH) && !Files.isExecutable(RuntimeFolder.PATH);
  }

  private static Optional<Path> state(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(STATE))
        .map(line -> Path.of(line.substring(STATE.length())))
        .findFirst();
  }

  /** Says from now on that the daemon of this network has, or had, that state folder. */
  public void remember(Path state) {
    write(Optional.of(state));
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
      return lock(file());
    } catch (IOException e) {
      throw new KernelException(
          "cannot lock this network in "
              + RuntimeFolder.PATH
              + ": "
              + OwnerOnly.reason(e)
              + "; /run must be writable for Waymark: mount a tmpfs there, or let the service"
              + " manager make the folder (RuntimeDirectory=waymark)",
          e);
    }
  }

  /** The file of the calling thread's network namespace, which exists then. */
  private static Path file() throws IOException {
    Path file = RuntimeFolder.file(fileName());
    if (!Files.exists(file)) {
      Files.write(file, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
    OwnerOnly.tighten(file);
    return file;
  }

  private static String fileName() throws IOException {
    // The link reads "net:[4026531840]".
    return Files.readSymbolicLink(NAMESPACE).toString().replaceAll("[^0-9]", "") + ".lock";
  }

  private static HostLock lock(Path file) throws IOException {
    FileLock lock;
    try {
      lock = FileLock.take(file);
    } catch (LinuxException e) {
      if (e.errno() != Errno.EAGAIN) {
        throw e;
      }
      throw new KernelException(
          "another waymark runs on this host, process "
              + Files.readAllLines(file).stream().findFirst().orElse("?")
              + ": stop it first, or ask it by `waymark status`",
          e);
    }
    HostLock taken = new HostLock(lock, file);
    taken.write(state(file));
    return taken;
  }

  private void write(Optional<Path> state) {
    try {
      Files.writeString(
          file,
          ProcessHandle.current().pid()
              + "\n"
              + state.map(folder -> STATE + folder + "\n").orElse(""));
    } catch (IOException _) {
      // On a full disk commands find the daemon by its configuration only.
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}
