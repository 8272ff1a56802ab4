package waymark.kernel.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The TCP ports at which this host takes connections from others: proc_net_tcp of the kernel. */
public final class ListeningPorts {
  /** TCP_LISTEN of include/net/tcp_states.h, as {@code /proc/net/tcp} prints it. */
  private static final String LISTEN = "0A";

  private ListeningPorts() {}

  /**
   * The listening ports that the files of a folder show.
   *
   * @param net a folder with files tcp and tcp6
   */
  public static SortedSet<Integer> read(Path net) {
    SortedSet<Integer> ports = new TreeSet<>();
    for (String file : List.of("tcp", "tcp6")) {
      try {
        for (String line : Files.readAllLines(net.resolve(file))) {
          List<String> words = List.of(line.strip().split("\\s+", 5));
          if (words.size() > 3 && words.get(3).equals(LISTEN)) {
            add(words.get(1), ports);
          }
        }
      } catch (IOException _) {
        // A kernel without this family has no such file.
      }
    }
    return ports;
  }

  private static void add(String local, SortedSet<Integer> ports) {
    int colon = local.indexOf(':');
    String address = local.substring(0, colon);
    // In the processor's byte order: 127.0.0.1 ends in 7F on a little-endian one, begins so else.
    boolean loopback =
        address.length() == 8
            ? address.endsWith("7F") || address.equals("7F000001")
            : address.equals("00000000000000000000000001000000")
                || address.equals("00000000000000000000000000000001");
    if (!loopback) {
      ports.add(Integer.parseInt(local.substring(colon + 1), 16));
    }
  }
}
