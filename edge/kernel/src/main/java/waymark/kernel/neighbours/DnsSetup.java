package waymark.kernel.neighbours;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How names are resolved on a host and beside it.
 *
 * @param bridges those that carry packets
 * @param filtersBridged whether firewalls see bridged packets ({@code bridge-nf-call-iptables})
 * @param servers the programs that take DNS connections from others
 * @param asksResolved whether programs of this host ask systemd-resolved by another way than DNS
 * @param resolvedEncrypts whether systemd-resolved asks its own name servers by TLS
 */
record DnsSetup(
    SortedSet<String> bridges,
    boolean filtersBridged,
    List<Server> servers,
    boolean asksResolved,
    boolean resolvedEncrypts) {
  /** Nothing is known. */
  static final DnsSetup NONE = new DnsSetup(new TreeSet<>(), false, List.of(), false, false);

  DnsSetup {
    bridges = new TreeSet<>(bridges);
    servers = List.copyOf(servers);
  }

  /**
   * A program that listens.
   *
   * @param program its name; empty if it is not known
   */
  record Server(String program, int port) {
    @Override
    public String toString() {
      return (program.isEmpty() ? "A program" : program) + " at port " + port;
    }
  }
}
