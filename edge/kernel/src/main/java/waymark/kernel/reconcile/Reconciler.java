package waymark.kernel.reconcile;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Engine;
import waymark.engine.PlaneException;
import waymark.kernel.links.LinkRoutes;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.PlaneKind;
import waymark.kernel.model.WatchOptions;
import waymark.kernel.plane.KernelPlane;
import waymark.kernel.plane.TableChange;
import waymark.kernel.plane.TablePart;
import waymark.kernel.table.EventSubscription;
import waymark.policy.Address;
import waymark.policy.Decision;

/**
 * Keeps what is of ours in the kernel as it was left: what others change is noticed on threads of
 * its own, and put back on the engine's.
 *
 * <pre>
 *   notices of the kernel ─▶ KernelWatch ─┐
 *                                         ├──▶ engine's thread: is it so? ──▶ Engine.repair
 *   a comparison of all ───▶ Inspection ──┘
 * </pre>
 */
public final class Reconciler implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

  private final PlaneKind kind;
  private final KernelPlane plane;
  private final Engine engine;
  private final LinkChanges links;
  private final WatchOptions watchOptions;
  private final DriftAudit driftAudit;
  private final NetlinkMonitor watch;

  public Reconciler(
      HostSettings settings,
      EventSubscription eventSubscription,
      KernelPlane plane,
      Engine engine,
      LinkChanges links,
      Executor engineThread,
      WatchOptions watchOptions) {
    this.kind = settings.plane();
    this.plane = plane;
    this.engine = engine;
    this.links = links;
    this.watchOptions = watchOptions;
    driftAudit =
        new DriftAudit(
            plane.invariants(),
            watchOptions.compareEvery(),
            what -> engineThread.execute(() -> doubted(what)));
    watch =
        new NetlinkMonitor(
            eventSubscription,
            plane.traces(),
            settings.marks(),
            generations -> engineThread.execute(() -> tableChanged(generations)),
            () -> engineThread.execute(links::follow),
            () -> engineThread.execute(this::routesChanged),
            () -> engineThread.execute(this::look));
  }

  public void start() {
    if (watchOptions.notices()) {
      watch.start();
    }
    driftAudit.start();
  }

  private void tableChanged(Map<Integer, TableChange> generations) {
    Optional<TableChange> changed = Optional.empty();
    for (Map.Entry<Integer, TableChange> generation : generations.entrySet()) {
      if (!plane.wereOurs(Set.of(generation.getKey()))) {
        TableChange change = generation.getValue();
        changed = Optional.of(changed.map(change::and).orElse(change));
      }
    }
    if (generations.containsKey(NetlinkMonitor.UNKNOWN)) {
      // They may have been of a script of ours, and a repair would be as long again.
      driftAudit.soon();
    } else {
      changed.ifPresent(this::putBack);
    }
  }

  private void routesChanged() {
    // The kernel itself takes away what led by an interface that is gone.
    links.follow();
    look();
  }

  private void look() {
    if (!plane.isIntact()) {
      putBack(
          switch (kind) {
            case PlaneKind.OfIpset _ -> "the IP sets or the chains of iptables";
            case PlaneKind.OfRoutes _ -> "the decided routes";
            case PlaneKind.OfNftables _ -> TablePart.TABLE.toString();
          });
    }
  }

  private void doubted(String what) {
    if (plane.isUnmet(what, engine.knowledge()::carried)) {
      putBack(what);
    }
  }

  /** By the quickest means: to write all anew takes the longer the more is learned. */
  private void putBack(TableChange change) {
    String what = change.part().toString();
    try {
      switch (change.part()) {
        case ELEMENTS -> {
          Map<Address, Decision> carried = engine.knowledge().carried(addresses(change));
          if (plane.mend(change.elements(), carried)) {
            said(what);
            engine.mended(what, carried);
            return;
          }
        }
        case RULES, CHAINS -> {
          if (plane.mendRules()) {
            said(what);
            engine.mended(what);
            return;
          }
        }
        case SETS, TABLE -> {}
      }
    } catch (PlaneException e) {
      log.warn("Cannot put back {} by itself: {}", what, e.getMessage());
    }
    putBack(what);
  }

  private static Set<Address> addresses(TableChange change) {
    Set<Address> addresses = new HashSet<>();
    change.elements().forEach(element -> addresses.add(element.address()));
    return addresses;
  }

  private static void said(String what) {
    log.warn("Somebody else changed {}; it is put back", what);
  }

  private void putBack(String what) {
    said(what);
    engine.repair(what);
    if (what.equals(LinkRoutes.WHAT)) {
      // That is what was counted.
      plane.hasMendedLinks();
    }
  }

  @Override
  public void close() {
    driftAudit.close();
    watch.close();
  }
}
