package waymark.app.lab;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts, in the kernels of the uplinks, packets that arrive at the wrong one: first packets of
 * connections, and all of them.
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
    String sites = "ip daddr { " + others.ipv4() + ", " + nowhere + " } ";
    String sites6 = "ip6 daddr { " + others.ipv6() + ", " + nowhere6 + " } ";
    String ipv6 = sites6 + "counter name astray\n    " + sites6 + first;
    return """
    nsenter --net=/run/netns/%s nft -f - <<-END
    table inet lab {
      counter wrong {}
      counter astray {}
      chain arrived {
        type filter hook prerouting priority raw;
        %scounter name astray
        %s
        %s
      }
    }
    END
    """
        .formatted(host, sites, sites + first, network.hasIpv6() ? ipv6 : "");
  }

  /** The first packets at both so far. */
  long wrong() {
    return count("wrong");
  }

  /** All packets at both so far. */
  long astray() {
    return count("astray");
  }

  private static long count(String counter) {
    String counted =
        SystemCommand.require(
            "read the counters of the uplinks",
            """
            for host in isp1 isp2; do
              nsenter --net=/run/netns/$host nft list counter inet lab %s
            done
            """
                .formatted(counter));
    long sum = 0;
    for (Matcher found = COUNT.matcher(counted); found.find(); ) {
      sum += Long.parseLong(found.group(1));
    }
    return sum;
  }
}
