package waymark.kernel.plane;

import java.util.List;
import waymark.policy.Decision;
import waymark.policy.Outlet;

/**
 * What becomes of packets that belong to no connection that is tracked: a FIN or RST that comes
 * after its connection was ended here, say. They begin no new connection either, so that they get
 * no mark and no other source address.
 *
 * <p>The main table would send them out by whatever link, in the name of a client or of another
 * link. They pass where the rules send all to {@code direct} first, as in networks where answers
 * come back by another router; elsewhere they are dropped.
 */
public enum InvalidPackets {
  PASS,
  DROP,
  /** Ports and clients have a say. */
  DEPENDS;

  public static InvalidPackets of(Decision decision) {
    List<InvalidPackets> fates =
        decision.branches().stream().map(branch -> of(branch.to())).distinct().toList();
    return fates.size() == 1 ? fates.getFirst() : DEPENDS;
  }

  /** Not by which link is up: the connection may have been another's. */
  public static InvalidPackets of(List<Outlet> to) {
    return to.getFirst().isDirect() ? PASS : DROP;
  }
}
