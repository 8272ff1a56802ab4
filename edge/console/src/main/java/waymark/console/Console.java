package waymark.console;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
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
  private final Gate gate;
  private final SocketFile socket;
  private final TcpPorts ports;

  private Console(Server server, Gate gate, SocketFile socket, TcpPorts ports) {
    this.server = server;
    this.gate = gate;
    this.socket = socket;
    this.ports = ports;
  }

  /**
   * Serves the whole API on a unix socket, and on TCP what may be read by anyone there: health,
   * metrics, status and explanations.
   *
   * @param listen addresses and ports
   * @throws ConsoleException when one of them cannot be opened
   */
  public static Console open(Path path, List<InetSocketAddress> listen, Host host) {
    Console console = open(path, listen);
    console.serve(host);
    return console;
  }

  /** As {@link #open(Path, List, Host)}; until there is a host, it is said to be starting. */
  public static Console open(Path path, List<InetSocketAddress> listen) {
    SocketFile socket = new SocketFile(path);
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
    Server server = new Server(threads);
    HttpConnectionFactory http = http();
    Gate gate = prepare(server, threads, http, socket.bindAt());
    TcpPorts ports = new TcpPorts(server, threads, http, IDLE_MILLIS);
    try {
      socket.prepare();
      server.start();
      ports.add(listen);
      socket.publish();
    } catch (ConsoleException e) {
      stop(server);
      throw e;
    } catch (Exception e) {
      stop(server);
      throw new ConsoleException("cannot open the socket " + path + ": " + e, e);
    }
    return new Console(server, gate, socket, ports);
  }

  private static HttpConnectionFactory http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    return new HttpConnectionFactory(http);
  }

  private static Gate prepare(
      Server server, QueuedThreadPool threads, HttpConnectionFactory http, Path bindAt) {
    threads.setName("waymark-console");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    // No acceptors: the single selector accepts as well.
    UnixDomainServerConnector connector = new UnixDomainServerConnector(server, 0, 1, http);
    connector.setUnixDomainPath(bindAt);
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptQueueSize(WAITING);
    server.addConnector(connector);
    Gate gate = new Gate();
    server.setHandler(gate);
    server.setErrorHandler(LocalApi::fault);
    server.setStopTimeout(0);
    return gate;
  }

  /** From now on this host answers. */
  public void serve(Host host) {
    gate.open(new LocalApi(host));
  }

  /**
   * Listens at these TCP addresses as well.
   *
   * @throws ConsoleException when one cannot be opened; then all is as before
   */
  public void listen(List<InetSocketAddress> wanted) {
    ports.add(wanted);
  }

  /** Listens at no other TCP addresses any more. */
  public void listenOnly(List<InetSocketAddress> wanted) {
    ports.keepOnly(wanted);
  }

  /** From now on requests are refused, but for those that wait for their answer. */
  public void refuse() {
    gate.refuse();
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      log.warn("The console did not stop: {}", e.toString());
    }
  }

  /**
   * Stops the server, when those who wait have their answer or some time is over, and removes its
   * socket.
   */
  @Override
  public void close() {
    try {
      socket.delete();
    } catch (IOException e) {
      log.warn("The socket {} stays: {}", socket.path(), e.toString());
    }
    gate.close();
    stop(server);
  }
}
