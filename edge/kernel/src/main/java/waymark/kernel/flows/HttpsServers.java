package waymark.kernel.flows;

import java.util.ArrayList;
import java.util.List;
import waymark.netlink.Conntrack;
import waymark.netlink.ConntrackFilter;
import waymark.netlink.ConntrackFlow;
import waymark.policy.Address;
import waymark.policy.Network;

/**
 * Well-known name servers that are reached by HTTPS, which is most likely to ask them for names.
 * One thread looks; any may ask for what was found.
 */
public final class HttpsServers {
  private static final int HTTPS = 443;
  private static final int MOST = 8;

  private final List<Network> wellKnown;
  private volatile List<Address> found = List.of();

  /**
   * @param wellKnown networks of name servers
   */
  public HttpsServers(List<Network> wellKnown) {
    this.wellKnown = List.copyOf(wellKnown);
  }

  /** Looks through the connections that are tracked now. */
  public void look() {
    if (found.size() < MOST) {
      try (Conntrack conntrack = Conntrack.open()) {
        byte[] bytes = new byte[16];
        conntrack.visit(ConntrackFilter.all(), flow -> see(flow, bytes));
      }
    }
  }

  private void see(ConntrackFlow flow, byte[] bytes) {
    if (flow.answeringPort() == HTTPS && found.size() < MOST) {
      Address server = FlowScan.destination(flow, bytes);
      if (!found.contains(server)
          && wellKnown.stream().anyMatch(network -> network.contains(server))) {
        List<Address> more = new ArrayList<>(found);
        more.add(server);
        found = List.copyOf(more);
      }
    }
  }

  /** The first of them since the start. */
  public List<Address> first() {
    return found;
  }
}
