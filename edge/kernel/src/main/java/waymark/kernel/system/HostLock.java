package waymark.kernel.system;

import java.util.Set;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.MissingCapabilityException;
import waymark.linux.Capabilities;
import waymark.linux.Capability;
import waymark.linux.Errno;
import waymark.linux.LinuxException;
import waymark.linux.LinuxSocket;

/**
 * Ensures a single daemon per network namespace: it holds an abstract unix socket name, which
 * belongs to the namespace and is released when the process ends, however it ends.
 */
public final class HostLock implements AutoCloseable {
  private static final String NAME = "waymark";

  private final LinuxSocket socket;

  private HostLock(LinuxSocket socket) {
    this.socket = socket;
  }

  /**
   * Takes the lock.
   *
   * @throws MissingCapabilityException when this process may not change the network
   * @throws KernelException when another process holds the lock, with its id
   */
  public static HostLock take() {
    Set<Capability> missing = Capabilities.effective().missing(Capability.CAP_NET_ADMIN);
    if (!missing.isEmpty()) {
      throw new MissingCapabilityException(missing);
    }
    try {
      return new HostLock(LinuxSocket.unixListener(NAME));
    } catch (LinuxException e) {
      if (e.errno() != Errno.EADDRINUSE) {
        throw e;
      }
      throw new KernelException(
          "another waymark runs on this host, process "
              + holder()
              + ": stop it first, or ask it by `waymark status`",
          e);
    }
  }

  private static String holder() {
    try (LinuxSocket connection = LinuxSocket.unixConnection(NAME)) {
      return Integer.toString(connection.peer().process());
    } catch (LinuxException e) {
      return "unknown (" + e.getMessage() + ")";
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
