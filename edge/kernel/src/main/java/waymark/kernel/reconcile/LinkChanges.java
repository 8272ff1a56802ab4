package waymark.kernel.reconcile;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Engine;
import waymark.engine.Event;
import waymark.engine.EventSink;
import waymark.engine.Threads;
import waymark.kernel.links.LinkRefresh;
import waymark.kernel.links.OutletSelection;
import waymark.kernel.model.KernelPart;
import waymark.kernel.plane.PlaneDriver;
import waymark.kernel.system.RetryLog;
import waymark.policy.Address;
import waymark.policy.Link;
import waymark.policy.Network;

/**
 * Follows the links while the host runs: updates the plane, ends the connections of links that went
 * down, and tells events of it. Owned by the control thread.
 */
public final class LinkChanges {
  private static final Logger log = LoggerFactory.getLogger(LinkChanges.class);

  private final PlaneDriver plane;
  private final Engine engine;
  private final Threads threads;
  private final BiConsumer<Link, Predicate<Address>> endConnections;
  private final LinkStateEvents events;
  private Map<String, String> faults = Map.of();
  private final RetryLog retries =
      new RetryLog(
          log,
          "The kernel refuses the new state of the links; Waymark tries again every second",
          "The kernel has the new state of the links");

  /**
   * Follows no link yet.
   *
   * @param endConnections ends a link's connections to the addresses that are out of its reach
   */
  public LinkChanges(
      PlaneDriver plane,
      Engine engine,
      Threads threads,
      BiConsumer<Link, Predicate<Address>> endConnections,
      EventSink events) {
    this.plane = plane;
    this.engine = engine;
    this.threads = threads;
    this.endConnections = endConnections;
    this.events = new LinkStateEvents(events);
  }

  /** Interfaces, addresses, or the links' rules and routes changed. */
  public void follow() {
    follow(plane::refreshLinks);
    events.look(plane.states(), faults);
    Set<Address> own = plane.own();
    List<Network> near = plane.near();
    threads.tellEngine(() -> engine.own(own, near));
  }

  private void follow(Supplier<LinkRefresh> change) {
    retries.attempt(
        () -> {
          LinkRefresh refresh = change.get();
          refresh.fallen().forEach(this::end);
          // Their source address is the other interface's.
          refresh.moved().forEach(link -> endConnections.accept(link, _ -> true));
          refresh.foreign().forEach(this::removed);
          if (refresh.repaired()) {
            log.warn("Another process changed {}; they are repaired", KernelPart.LINK_ROUTES);
            threads.tellEngine(() -> engine.countRepair(KernelPart.LINK_ROUTES.toString()));
          }
        });
  }

  /** It would divert the link's connections, but its owner should know. */
  private void removed(String route) {
    log.warn(
        "Another program's route is removed: {}; it belongs in another table, or set marks.tables",
        route);
    engine.tell(new Event.Repaired("a route of another program, removed: " + route));
  }

  private void end(Link link) {
    endConnections.accept(link, to -> !OutletSelection.isUp(link, plane.states(), to.isIpv4()));
  }

  /** Checks found out about the links: see {@code KernelHost.judge}. */
  public void judge(Map<String, String> unhealthy, Map<String, Long> latency) {
    faults = Map.copyOf(unhealthy);
    follow(() -> plane.judge(faults.keySet()));
    events.look(plane.states(), faults);
    plane.measured(latency);
  }

  /** What failed is tried again every second until it succeeds. */
  public void everySecond() {
    if (retries.isFailing()) {
      follow();
    } else {
      events.look(plane.states(), faults);
    }
  }
}
