package waymark.kernel.plane;

import java.util.List;
import waymark.policy.Decision;
import waymark.policy.Link;
import waymark.policy.Outlet;

/**
 * What becomes of packets that belong to no tracked connection: invalid ones, such as a FIN or RST
 * that comes after its connection was ended here, and those that another program exempts from
 * tracking. They begin no connection either, so they get no link and no other source address.
 *
 * <p>The main table would send them out by whatever link, in the name of a client or of another
 * link. Invalid packets pass where the rules send all to {@code direct} first, as in networks where
 * answers come back by another router. Untracked ones pass wherever the rules may send all to
 * {@code direct}. The others are dropped.
 */
public enum InvalidPackets {
  PASS,
  /** Untracked packets pass. */
  DROP_INVALID,
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
    if (to.getFirst().isDirect()) {
      return PASS;
    }
    boolean open = to.stream().flatMap(outlet -> outlet.links().stream()).anyMatch(Link::isDirect);
    return open ? DROP_INVALID : DROP;
  }
}
