package waymark.console;

import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The REST interface of a host on a unix socket, open until it is closed. */
public final class Console implements AutoCloseable {
  /** The socket's name in the folder of a host's state. */
  public static final String SOCKET = "waymark.sock";

  private static final Logger log = LoggerFactory.getLogger(Console.class);
  private static final int THREADS = 4;
  private static final long IDLE_MILLIS = 30_000;

  /** A connect beyond this many that wait fails at once on a unix socket. */
  private static final int WAITING = 1024;

  private final Server server;
  private final SocketFile socket;

  private Console(Server server, SocketFile socket) {
    this.server = server;
    this.socket = socket;
  }

  /**
   * Opens it; the file has mode 0600, and what a killed process left there is replaced.
   *
   * @param path of the socket: at most 100 bytes; its folder exists
   * @throws ConsoleException when it cannot be opened, or somebody answers there
   */
  public static Console open(Path path, Host host) {
    SocketFile socket = new SocketFile(path);
    Server server = server(socket.bindAt(), host);
    try {
      socket.prepare();
      server.start();
      socket.publish();
    } catch (ConsoleException e) {
      throw e;
    } catch (Exception e) {
      stop(server);
      throw new ConsoleException("cannot open the socket " + path + ": " + e, e);
    }
    return new Console(server, socket);
  }

  private static Server server(Path bindAt, Host host) {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
    threads.setName("waymark-console");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    Server server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    // No acceptors: the one selector accepts as well.
    UnixDomainServerConnector connector =
        new UnixDomainServerConnector(server, 0, 1, new HttpConnectionFactory(http));
    connector.setUnixDomainPath(bindAt);
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptQueueSize(WAITING);
    server.addConnector(connector);
    server.setHandler(new LocalApi(host));
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

  /** Ends it and takes its socket away. */
  @Override
  public void close() {
    try {
      socket.delete();
    } catch (IOException e) {
      log.warn("The socket {} stays: {}", socket.path(), e.toString());
    }
    stop(server);
  }
}
