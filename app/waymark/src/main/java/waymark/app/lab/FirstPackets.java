package waymark.app.lab;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts, in the kernels of the uplinks, first packets of connections that arrive at the wrong one.
 */
final class FirstPackets {
  private static final Pattern COUNT = Pattern.compile("packets (\\d+)");

  private FirstPackets() {}

  static FirstPackets count(LabNetwork network) {
    SystemCommand.require(
        "add counters to the uplinks", count(network, LabNetwork.ISP1, SiteAddresses.Block.ISP2));
    SystemCommand.require(
        "add counters to the uplinks", count(network, LabNetwork.ISP2, SiteAddresses.Block.ISP1));
    return new FirstPackets();
  }

  private static String count(LabNetwork network, String host, SiteAddresses.Block others) {
    String nowhere = SiteAddresses.Block.NOWHERE.ipv4();
    String nowhere6 = SiteAddresses.Block.NOWHERE.ipv6();
    String first = "tcp flags & (syn | ack) == syn counter name wrong";
    String ipv6 = "ip6 daddr { " + others.ipv6() + ", " + nowhere6 + " } " + first;
    return """
    nsenter --net=/run/netns/%s nft -f - <<-END
    table inet lab {
      counter wrong {}
      chain arrived {
        type filter hook prerouting priority raw;
        ip daddr { %s, %s } %s
        %s
      }
    }
    END
    """
        .formatted(host, others.ipv4(), nowhere, first, network.hasIpv6() ? ipv6 : "");
  }

  /** The count of both so far. */
  long wrong() {
    String counted =
        SystemCommand.require(
            "read the counters of the uplinks",
            """
            for host in isp1 isp2; do
              nsenter --net=/run/netns/$host nft list counter inet lab wrong
            done
            """);
    long sum = 0;
    for (Matcher found = COUNT.matcher(counted); found.find(); ) {
      sum += Long.parseLong(found.group(1));
    }
    return sum;
  }
}
