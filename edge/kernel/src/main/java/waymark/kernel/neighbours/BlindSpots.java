package waymark.kernel.neighbours;

import java.util.ArrayList;
import java.util.List;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.HostConflict;

/**
 * Says by which ways DNS passes this host unseen, and what bridges show, as far as can be known.
 */
final class BlindSpots {
  private static final int ENCRYPTED = 853;

  private BlindSpots() {}

  /** A sentence each, with the remedy. */
  static List<HostConflict> of(DnsSetup setup, CaptureSettings capture) {
    List<HostConflict> spots = new ArrayList<>();
    bridges(setup, spots);
    if (capture.mode() == CaptureSettings.Mode.OFF) {
      return spots;
    }
    for (DnsSetup.Server server : setup.servers()) {
      if (server.port() == ENCRYPTED) {
        spots.add(
            new HostConflict(
                server.toString(),
                "answers encrypted DNS, which teaches nothing",
                "switch that port off, so that clients ask port 53"));
      } else if (!capture.ports().contains(server.port())) {
        spots.add(
            new HostConflict(
                server.toString(),
                "may answer DNS, which is not seen where clients ask that port themselves, without"
                    + " being redirected from port 53",
                "set learn: { ports: " + server.port() + " } if they do"));
      }
    }
    if (setup.asksResolved() && setup.resolvedEncrypts()) {
      spots.add(
          new HostConflict(
              "systemd-resolved",
              "asks its name servers by TLS, and programs of this host ask it by nss-resolve: rules"
                  + " with names do not see what these programs resolve",
              "write dns instead of resolve in the line hosts: of /etc/nsswitch.conf"));
    }
    return spots;
  }

  private static void bridges(DnsSetup setup, List<HostConflict> spots) {
    if (setup.bridges().isEmpty()) {
      return;
    }
    String who =
        (setup.bridges().size() == 1 ? "The bridge " : "Each of the bridges ")
            + String.join(", ", setup.bridges());
    spots.add(
        setup.filtersBridged()
            ? new HostConflict(
                who,
                "shows bridged packets to firewalls, because net.bridge.bridge-nf-call-iptables is"
                    + " 1: Waymark leaves them alone, and learns from DNS among them",
                "set it to 0 if nothing here needs it, because other programs may take them for"
                    + " routed ones")
            : new HostConflict(
                who,
                "passes DNS between its own ports unseen",
                "set net.bridge.bridge-nf-call-iptables and -ip6tables to 1 if clients there ask a"
                    + " name server there (module br_netfilter)"));
  }
}
