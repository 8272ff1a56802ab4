package waymark.app.lab;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the kernels of all hosts what they know, at the moment when a connection stays without an
 * answer. Thread-safe.
 */
final class SilentConnections {
  /** Of one host, in characters. */
  private static final int LONGEST_STATE = 12_000;

  /** More would hardly tell more. */
  private static final int MOST = 4;

  private static final List<String> HOSTS =
      List.of(LabNetwork.CLIENT, LabNetwork.ROUTER, LabNetwork.ISP1, LabNetwork.ISP2);

  /** Asks about "$1". */
  private static final String STATE =
      """
      say() { echo "# $*"; "$@" 2>/dev/null || echo "(not available)"; }
      conntrack -L 2>/dev/null > entries || cat /proc/net/nf_conntrack > entries 2>/dev/null || :
      conntrack -f ipv6 -L >> entries 2>/dev/null || :
      echo "# conntrack: $(wc -l < entries) entries, those of $1:"
      grep -F "$1" entries | head -n 20 || :
      say ip route get "$1"
      say ss -tinmo dst "$1"
      say ip -s link
      say nft list counters
      say conntrack -S
      say nstat -as
      """;

  private final List<SilentConnection> seen = new ArrayList<>();
  private long count;

  /** Takes down the state of the hosts. */
  void record(InetSocketAddress site, Duration waited) {
    synchronized (seen) {
      count++;
      if (seen.size() < MOST) {
        String address = site.getAddress().getHostAddress();
        seen.add(
            new SilentConnection(
                address + " port " + site.getPort(),
                waited.toMillis(),
                HOSTS.stream().map(host -> state(host, address)).toList()));
      }
    }
  }

  private static SilentConnection.HostState state(String host, String address) {
    String output =
        SystemCommand.run(
                "cd $(mktemp -d) && nsenter --net=/run/netns/%s sh -s %s <<-'END' 2>&1\n%s\nEND\n"
                    .formatted(host, compressed(address), STATE))
            .output();
    return new SilentConnection.HostState(
        host, output.substring(0, Math.min(output.length(), LONGEST_STATE)));
  }

  /** An IPv6 address as the tools write it: without the longest run of zeros. */
  private static String compressed(String address) {
    return address.contains(":") ? address.replaceFirst("(^|:)0(:0)+(:|$)", "::") : address;
  }

  /** How many connections were silent so far. */
  long count() {
    synchronized (seen) {
      return count;
    }
  }

  /** Forgets a connection that was silent on purpose, and returns what was taken down. */
  List<SilentConnection> takeAll() {
    synchronized (seen) {
      List<SilentConnection> all = List.copyOf(seen);
      seen.clear();
      return all;
    }
  }
}
