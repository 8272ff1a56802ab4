package waymark.kernel.plane;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import waymark.kernel.links.Invariant;

/**
 * How a plane that is in force is watched and kept.
 *
 * @param notices which of the kernel's notices are about the plane
 * @param invariants all that should be in the kernel because of the plane
 * @param refresh refreshes some of what would time out, on the engine's thread, and tells whether
 *     more is due at once
 * @param sharesEvery the shares of groups may change that often because of open connections
 */
public record Upkeep(
    Notices notices, List<Invariant> invariants, BooleanSupplier refresh, Duration sharesEvery) {
  public Upkeep {
    invariants = List.copyOf(invariants);
  }

  /** The same with more that should be in the kernel. */
  public Upkeep with(List<Invariant> more) {
    List<Invariant> all = new ArrayList<>(invariants);
    all.addAll(more);
    return new Upkeep(notices, all, refresh, sharesEvery);
  }

  /**
   * How the kernel's notices are told apart.
   *
   * @param nftablesPort the netlink port that makes our own changes of the table {@code inet
   *     waymark}; 0: none does
   * @param routesPort the netlink port that makes our own changes of decided routes; 0: none does
   * @param routingTable the routing table of decided routes; 0: there is none
   * @param polled whether the kernel gives no notice of some parts, so that somebody has to look
   */
  public record Notices(int nftablesPort, int routesPort, int routingTable, boolean polled) {}
}
