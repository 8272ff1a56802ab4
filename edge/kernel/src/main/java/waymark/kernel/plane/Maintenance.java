package waymark.kernel.plane;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import waymark.kernel.links.Invariant;

/**
 * How an installed plane is monitored and kept up to date.
 *
 * @param events which netlink events concern the plane
 * @param invariants what must hold in the kernel while the plane is in force
 * @param refresh renews some of the entries that would time out, and returns whether more are due
 *     at once; runs on the control thread, while no change is applied
 * @param sharesEvery the shortest time between two changes of a group's shares because of open
 *     connections
 */
public record Maintenance(
    EventSources events,
    List<Invariant> invariants,
    BooleanSupplier refresh,
    Duration sharesEvery) {
  public Maintenance {
    invariants = List.copyOf(invariants);
  }

  /** The same with more invariants. */
  public Maintenance with(List<Invariant> more) {
    List<Invariant> all = new ArrayList<>(invariants);
    all.addAll(more);
    return new Maintenance(events, all, refresh, sharesEvery);
  }

  /**
   * Tells events about other processes' changes from events about ours.
   *
   * @param nftablesPort the netlink port of our own changes to the table {@code inet waymark}; 0:
   *     none
   * @param routesPort the netlink port of our own changes to decided routes; 0: none
   * @param routingTable the routing table of decided routes; 0: none
   * @param polled whether the kernel sends no events for some parts, so that they must be polled
   */
  public record EventSources(int nftablesPort, int routesPort, int routingTable, boolean polled) {}
}
