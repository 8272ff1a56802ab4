package waymark.linux;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The TCP sockets of a network namespace: the files {@code tcp} and {@code tcp6} of
 * proc_pid_net(5). IPv4-mapped addresses are IPv4 addresses.
 */
public record TcpTable(List<Socket> sockets) {
  /** The thread's own network namespace, which is not always the process's. */
  private static final Path OWN = Path.of("/proc/thread-self/net");

  /** include/net/tcp_states.h of the kernel. */
  private static final int ESTABLISHED = 1;

  private static final int LISTEN = 10;

  private static final int STATE = 3;
  private static final int INODE = 9;

  /** One end of a connection, or a socket that waits for connections. */
  public record Socket(InetSocketAddress local, InetSocketAddress remote, int state, long inode) {
    public boolean isEstablished() {
      return state == ESTABLISHED;
    }

    public boolean isListening() {
      return state == LISTEN;
    }
  }

  public TcpTable {
    sockets = List.copyOf(sockets);
  }

  /** The sockets of this thread's network namespace. */
  public static TcpTable own() {
    return read(OWN);
  }

  /**
   * Reads the files of a folder.
   *
   * @param net the folder; a file that is not there is empty
   */
  public static TcpTable read(Path net) {
    List<Socket> sockets = new ArrayList<>();
    for (String file : List.of("tcp", "tcp6")) {
      try {
        // Not lines(): these files report a size of 0.
        for (String line : Files.readAllLines(net.resolve(file))) {
          List<String> words = List.of(line.strip().split("\\s+", INODE + 2));
          if (words.size() > INODE && words.getFirst().endsWith(":")) {
            sockets.add(socket(words));
          }
        }
      } catch (IOException e) {
        // A kernel without this family has no such file.
      }
    }
    return new TcpTable(sockets);
  }

  /** The ports at which this host accepts connections, its own included. */
  public SortedSet<Integer> listeningPorts() {
    SortedSet<Integer> ports = new TreeSet<>();
    for (Socket socket : sockets) {
      if (socket.isListening()) {
        ports.add(socket.local().getPort());
      }
    }
    return ports;
  }

  /** The ports at which this host accepts connections from others. */
  public SortedSet<Integer> servedPorts() {
    SortedSet<Integer> ports = new TreeSet<>();
    for (Socket socket : sockets) {
      if (socket.isListening() && !socket.local().getAddress().isLoopbackAddress()) {
        ports.add(socket.local().getPort());
      }
    }
    return ports;
  }

  private static Socket socket(List<String> words) {
    return new Socket(
        address(words.get(1)),
        address(words.get(2)),
        Integer.parseInt(words.get(STATE), 16),
        Long.parseLong(words.get(INODE)));
  }

  /** Words of 32 bits, each in the processor's byte order, and the port. */
  private static InetSocketAddress address(String text) {
    int colon = text.indexOf(':');
    byte[] bytes = HexFormat.of().parseHex(text.substring(0, colon));
    if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
      for (int word = 0; word < bytes.length; word += 4) {
        swap(bytes, word, word + 3);
        swap(bytes, word + 1, word + 2);
      }
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1), 16);
      return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address of " + bytes.length + " bytes: " + text, e);
    }
  }

  private static void swap(byte[] bytes, int one, int other) {
    byte kept = bytes[one];
    bytes[one] = bytes[other];
    bytes[other] = kept;
  }
}
