package waymark.app.lab;

import java.util.List;

/** The servers of the lab: the sites of both uplinks, those of other hosts, and the name server. */
record LabServers(List<AutoCloseable> servers) implements AutoCloseable {
  static LabServers open(LabNetwork network, Zone zone) {
    return new LabServers(
        List.of(
            SiteServer.open(LabNetwork.ISP1, Uplink.ISP1, SiteServer.PORT),
            SiteServer.open(LabNetwork.ISP2, Uplink.ISP2, SiteServer.PORT),
            SiteServer.open(LabNetwork.ISP1, Uplink.ISP1, SiteServer.OTHER_PORT),
            SiteServer.open(LabNetwork.ISP2, Uplink.ISP2, SiteServer.OTHER_PORT),
            SiteServer.open(LabNetwork.GUEST, Uplink.GUEST, SiteServer.PORT),
            SiteServer.open(LabNetwork.GATEWAY, Uplink.GATEWAY, SiteServer.PORT),
            SiteServer.open(LabNetwork.ROUTER, Uplink.ROUTER, SiteServer.ROUTER_PORT),
            DatagramSites.open(network),
            NameServer.open(zone, NameServer.PORT),
            NameServer.open(zone, NameServer.HIDDEN_PORT)));
  }

  @Override
  public void close() {
    for (AutoCloseable server : servers) {
      try {
        server.close();
      } catch (Exception e) {
        throw new LabException("cannot close a server of the lab: " + e, e);
      }
    }
  }
}
