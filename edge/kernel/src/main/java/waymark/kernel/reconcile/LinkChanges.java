package waymark.kernel.reconcile;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Engine;
import waymark.engine.EventSink;
import waymark.kernel.flows.Flows;
import waymark.kernel.links.LinkRoutes;
import waymark.kernel.links.OutletSelection;
import waymark.kernel.plane.KernelPlane;
import waymark.kernel.system.RetryLog;
import waymark.policy.Link;

/**
 * What becomes of the links while the host runs: the kernel is told, connections of those that went
 * down end, and people can read of it. Owned by the engine's thread.
 */
public final class LinkChanges {
  private static final Logger log = LoggerFactory.getLogger(LinkChanges.class);

  private final KernelPlane plane;
  private final Engine engine;
  private final Flows flows;
  private final LinkStateEvents witness;
  private final RetryLog telling =
      new RetryLog(
          log,
          "The kernel cannot be told what became of the links",
          "The kernel was told what became of the links");

  public LinkChanges(KernelPlane plane, Engine engine, Flows flows, EventSink eventSink) {
    this.plane = plane;
    this.engine = engine;
    this.flows = flows;
    this.witness = new LinkStateEvents(eventSink);
  }

  /** Something is another about interfaces, addresses, or the links' rules and routes. */
  public void follow() {
    follow(plane::refreshLinks);
    // What was mended has to be carried first.
    if (!telling.fail() && plane.hasMendedLinks()) {
      log.warn("Somebody else changed {}; they are put back", LinkRoutes.WHAT);
      engine.repaired(LinkRoutes.WHAT);
    }
    witness.look(plane.states());
    engine.own(plane.own());
  }

  private void follow(Supplier<List<Link>> change) {
    telling.make(() -> change.get().forEach(this::end));
  }

  private void end(Link link) {
    flows.end(link, to -> !OutletSelection.isUp(link, plane.states(), to.isIpv4()));
  }

  /** What checks found out: see {@code KernelHost.judge}. */
  public void judge(Set<String> unhealthy, Map<String, Long> latency) {
    follow(() -> plane.judge(unhealthy));
    plane.measured(latency);
  }

  /** What the kernel could not be told is told every second until it can. */
  public void everySecond() {
    if (telling.fail()) {
      follow();
    } else {
      witness.look(plane.states());
    }
  }
}
