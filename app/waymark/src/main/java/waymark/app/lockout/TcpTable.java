package waymark.app.lockout;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import waymark.policy.Address;

/** The TCP sockets of a network namespace: {@code tcp} and {@code tcp6} of proc_pid_net(5). */
record TcpTable(List<Socket> sockets) {
  /** include/net/tcp_states.h of the kernel. */
  private static final int ESTABLISHED = 1;

  private static final int LISTEN = 10;

  /** One end of a connection, or one that waits for them. */
  record Socket(
      Address local, int localPort, Address remote, int remotePort, int state, long inode) {
    boolean isEstablished() {
      return state == ESTABLISHED;
    }
  }

  TcpTable {
    sockets = List.copyOf(sockets);
  }

  /**
   * @param net the folder of the files; one that is not there is empty
   */
  static TcpTable read(Path net) {
    List<Socket> sockets = new ArrayList<>();
    for (String file : List.of("tcp", "tcp6")) {
      try {
        // Not lines(): these files say that they have a size of 0.
        for (String line : Files.readAllLines(net.resolve(file))) {
          List<String> words = List.of(line.strip().split("\\s+"));
          if (words.size() > 9 && words.getFirst().endsWith(":")) {
            sockets.add(socket(words));
          }
        }
      } catch (IOException e) {
        // A kernel without this family has no such file.
      }
    }
    return new TcpTable(sockets);
  }

  private static Socket socket(List<String> words) {
    String local = words.get(1);
    String remote = words.get(2);
    return new Socket(
        address(local),
        port(local),
        address(remote),
        port(remote),
        Integer.parseInt(words.get(3), 16),
        Long.parseLong(words.get(9)));
  }

  private static int port(String text) {
    return Integer.parseInt(text.substring(text.indexOf(':') + 1), 16);
  }

  /** Words of 32 bits, each in the processor's byte order. */
  private static Address address(String text) {
    byte[] bytes = HexFormat.of().parseHex(text.substring(0, text.indexOf(':')));
    if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
      for (int word = 0; word < bytes.length; word += 4) {
        swap(bytes, word, word + 3);
        swap(bytes, word + 1, word + 2);
      }
    }
    return Address.of(bytes);
  }

  private static void swap(byte[] bytes, int one, int other) {
    byte kept = bytes[one];
    bytes[one] = bytes[other];
    bytes[other] = kept;
  }

  /** The ports at which connections are waited for. */
  Set<Integer> listening() {
    Set<Integer> ports = new TreeSet<>();
    for (Socket socket : sockets) {
      if (socket.state() == LISTEN) {
        ports.add(socket.localPort());
      }
    }
    return ports;
  }
}
