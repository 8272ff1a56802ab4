package waymark.app.lab;

import java.util.List;

/** How many TCP segments the hosts have sent again. */
final class Retransmissions {
  private static final List<String> HOSTS =
      List.of(LabNetwork.CLIENT, LabNetwork.ROUTER, LabNetwork.ISP1, LabNetwork.ISP2);

  private Retransmissions() {}

  /** The count of all hosts so far; the kernel counts IPv4 and IPv6 together. */
  static long count() {
    long sum = 0;
    for (String host : HOSTS) {
      String[] tcp =
          SystemCommand.require(
                  "read the TCP counters of " + host,
                  "nsenter --net=/run/netns/" + host + " grep ^Tcp: /proc/net/snmp")
              .split("\\R", 2);
      List<String> names = List.of(tcp[0].split(" ", -1));
      sum += Long.parseLong(tcp[1].split(" ", -1)[names.indexOf("RetransSegs")]);
    }
    return sum;
  }
}
