package waymark.app.lockout;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import waymark.linux.TcpTable;
import waymark.policy.Address;
import waymark.policy.SyntaxException;

/**
 * A remote session in which a command runs.
 *
 * @param client where it comes from
 * @param server this host, as the client knows it
 */
record Session(Address client, int clientPort, Address server, int serverPort) {
  /** The beginnings of the names of programs that accept sessions. */
  private static final List<String> SERVERS = List.of("sshd", "dropbear");

  /**
   * The sessions named by the environment of a process and of its ancestors (sudo drops it), and by
   * the sockets of an ancestor sshd.
   *
   * @param processes seen from that process
   */
  static Set<Session> of(Processes processes, TcpTable sockets) {
    Set<Session> sessions =
        new LinkedHashSet<>(ofEnvironment(Processes.environment(processes.of())));
    for (Path ancestor : processes.ancestors()) {
      sessions.addAll(ofEnvironment(Processes.environment(ancestor)));
      String name = Processes.name(ancestor);
      if (SERVERS.stream().anyMatch(name::startsWith)) {
        Set<Long> own = Processes.sockets(ancestor);
        for (TcpTable.Socket socket : sockets.sockets()) {
          if (socket.isEstablished() && own.contains(socket.inode())) {
            sessions.add(between(socket.remote(), socket.local()));
          }
        }
      }
    }
    return sessions;
  }

  private static Session between(InetSocketAddress client, InetSocketAddress server) {
    return new Session(
        LockoutGuard.address(client),
        client.getPort(),
        LockoutGuard.address(server),
        server.getPort());
  }

  /** By SSH_CONNECTION of ssh(1): the client's address and port, the server's address and port. */
  private static List<Session> ofEnvironment(Map<String, String> environment) {
    List<String> words = List.of(environment.getOrDefault("SSH_CONNECTION", "").split(" ", -1));
    List<Session> sessions = new ArrayList<>();
    if (words.size() == 4) {
      try {
        sessions.add(
            new Session(
                address(words.get(0)),
                Integer.parseInt(words.get(1)),
                address(words.get(2)),
                Integer.parseInt(words.get(3))));
      } catch (SyntaxException | NumberFormatException e) {
        // Where it does not come by TCP, sshd writes UNKNOWN.
      }
    }
    return sessions;
  }

  private static Address address(String text) {
    int zone = text.indexOf('%');
    return Address.parse(zone < 0 ? text : text.substring(0, zone));
  }
}
