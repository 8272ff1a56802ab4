package waymark.console;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The REST interface of a host on a unix socket, and on TCP where asked for, until it is closed.
 */
public final class Console implements AutoCloseable {
  /** The socket's name in the folder of a host's state. */
  public static final String SOCKET = "waymark.sock";

  private static final Logger log = LoggerFactory.getLogger(Console.class);
  private static final int THREADS = 4;
  private static final long IDLE_MILLIS = 30_000;

  /** The backlog: further connection attempts on a unix socket fail at once. */
  private static final int WAITING = 1024;

  private final Server server;
  private final LocalApi api;
  private final SocketFile socket;

  private Console(Server server, LocalApi api, SocketFile socket) {
    this.server = server;
    this.api = api;
    this.socket = socket;
  }

  /**
   * Serves the whole API on a unix socket, and on TCP what may be read by anyone there: health,
   * metrics, status and explanations.
   *
   * @param listen addresses and ports
   * @throws ConsoleException when one of them cannot be opened
   */
  public static Console open(Path path, List<InetSocketAddress> listen, Host host) {
    SocketFile socket = new SocketFile(path);
    LocalApi api = new LocalApi(host);
    Server server = server(socket.bindAt(), listen, api);
    try {
      socket.prepare();
      server.start();
      socket.publish();
    } catch (ConsoleException e) {
      throw e;
    } catch (Exception e) {
      stop(server);
      String where =
          e instanceof BindException || e.getCause() instanceof BindException
              ? listen.toString()
              : "the socket " + path;
      throw new ConsoleException("cannot open " + where + ": " + e, e);
    }
    return new Console(server, api, socket);
  }

  private static Server server(Path bindAt, List<InetSocketAddress> listen, LocalApi api) {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS + listen.size(), 1);
    threads.setName("waymark-console");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    Server server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    // No acceptors: the single selector accepts as well.
    UnixDomainServerConnector connector =
        new UnixDomainServerConnector(server, 0, 1, new HttpConnectionFactory(http));
    connector.setUnixDomainPath(bindAt);
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptQueueSize(WAITING);
    server.addConnector(connector);
    for (InetSocketAddress address : listen) {
      ServerConnector port = new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
      port.setHost(address.getAddress().getHostAddress());
      port.setPort(address.getPort());
      port.setIdleTimeout(IDLE_MILLIS);
      server.addConnector(port);
    }
    server.setHandler(api);
    server.setErrorHandler(LocalApi::fault);
    server.setStopTimeout(0);
    return server;
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      log.warn("The console did not stop: {}", e.toString());
    }
  }

  /** Stops the server and removes its socket. */
  @Override
  public void close() {
    try {
      socket.delete();
    } catch (IOException e) {
      log.warn("The socket {} stays: {}", socket.path(), e.toString());
    }
    api.close();
    stop(server);
  }
}
