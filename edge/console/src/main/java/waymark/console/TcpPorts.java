package waymark.console;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The addresses at which a running server takes TCP connections. Used by one thread at a time. */
final class TcpPorts {
  private final Server server;
  private final QueuedThreadPool threads;
  private final HttpConnectionFactory http;
  private final long idleMillis;
  private final Map<InetSocketAddress, ServerConnector> open = new LinkedHashMap<>();

  TcpPorts(Server server, QueuedThreadPool threads, HttpConnectionFactory http, long idleMillis) {
    this.server = server;
    this.threads = threads;
    this.http = http;
    this.idleMillis = idleMillis;
  }

  /**
   * Opens those that are not open. Of the others only those are closed that would be in the way: at
   * the same port.
   *
   * @throws ConsoleException when one cannot be opened; then all is as before
   */
  void add(List<InetSocketAddress> wanted) {
    List<InetSocketAddress> added = new ArrayList<>();
    List<InetSocketAddress> closed = new ArrayList<>();
    try {
      for (InetSocketAddress address : wanted) {
        if (!open.containsKey(address)) {
          for (InetSocketAddress other : List.copyOf(open.keySet())) {
            if (other.getPort() == address.getPort() && !wanted.contains(other)) {
              closed.add(other);
              close(other);
            }
          }
          open(address);
          added.add(address);
        }
      }
    } catch (ConsoleException e) {
      added.forEach(this::close);
      closed.forEach(this::open);
      throw e;
    }
  }

  /** Closes all but these. */
  void keepOnly(List<InetSocketAddress> wanted) {
    for (InetSocketAddress address : List.copyOf(open.keySet())) {
      if (!wanted.contains(address)) {
        close(address);
      }
    }
  }

  private void open(InetSocketAddress address) {
    ServerConnector connector = new ServerConnector(server, 0, 1, http);
    connector.setHost(address.getAddress().getHostAddress());
    connector.setPort(address.getPort());
    connector.setIdleTimeout(idleMillis);
    // Each has a selector, which takes a thread.
    threads.setMaxThreads(threads.getMaxThreads() + 1);
    try {
      server.addConnector(connector);
      connector.start();
      open.put(address, connector);
    } catch (Exception e) {
      remove(connector);
      throw new ConsoleException(
          "cannot listen at "
              + address.getAddress().getHostAddress()
              + " port "
              + address.getPort()
              + ": "
              + reason(e)
              + "; stop the program that uses the port, or change the key api",
          e);
    }
  }

  /** The server wraps what the kernel said. */
  private static String reason(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }

  private void close(InetSocketAddress address) {
    ServerConnector connector = open.remove(address);
    if (connector != null) {
      remove(connector);
    }
  }

  private void remove(ServerConnector connector) {
    try {
      connector.stop();
    } catch (Exception e) {
      throw new ConsoleException("cannot close " + connector + ": " + e, e);
    } finally {
      server.removeConnector(connector);
      threads.setMaxThreads(threads.getMaxThreads() - 1);
    }
  }
}
