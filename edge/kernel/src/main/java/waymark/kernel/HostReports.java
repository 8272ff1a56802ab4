package waymark.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import waymark.engine.Engine;
import waymark.kernel.capture.Capture;
import waymark.kernel.capture.EngineLoop;
import waymark.kernel.flows.Flows;
import waymark.kernel.model.HostReport;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.PlaneLimits;
import waymark.kernel.plane.PlaneCounters;
import waymark.kernel.plane.PlaneDriver;
import waymark.kernel.reconcile.Reconciler;
import waymark.kernel.system.ControlThread;
import waymark.policy.Address;
import waymark.policy.Policy;

/** What the parts of the host say together: the control thread of the kernel, then the engine's. */
final class HostReports {
  /** How long a report waits for the counters of the kernel while the control thread is at work. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final HostSettings settings;
  private final ControlThread control;
  private final EngineLoop loop;
  private final PlaneDriver plane;
  private final Capture capture;
  private final Flows flows;
  private final Reconciler reconciler;
  private final DnsWatch dnsWatch;

  /** The counters when they were read last. Owned by the engine's thread. */
  private PlaneCounters counted = PlaneCounters.NONE;

  HostReports(
      HostSettings settings,
      ControlThread control,
      EngineLoop loop,
      PlaneDriver plane,
      Capture capture,
      Flows flows,
      Reconciler reconciler,
      DnsWatch dnsWatch) {
    this.dnsWatch = dnsWatch;
    this.settings = settings;
    this.control = control;
    this.loop = loop;
    this.plane = plane;
    this.capture = capture;
    this.flows = flows;
    this.reconciler = reconciler;
  }

  CompletableFuture<HostReport> report() {
    return control
        .ask(plane::counters)
        .thenApply(Optional::of)
        .completeOnTimeout(Optional.empty(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .thenCompose(counters -> loop.ask(engine -> report(engine, counters)));
  }

  private HostReport report(Engine engine, Optional<PlaneCounters> counters) {
    counters.ifPresent(
        it -> {
          counted = it;
          capture.compare(it.answers());
        });
    return new HostReport(
        engine.snapshot(),
        plane.states(),
        counted.wrongLink(),
        settings.plane(),
        settings.marks().hasLabels(),
        limits(engine.policy()),
        plane.mode(),
        capture.figures(),
        capture.gaps(counted.unseen(), dnsWatch.httpsServers()),
        flows.ended(),
        counted.denied(),
        reconciler.neighbours());
  }

  private List<String> limits(Policy policy) {
    List<String> limits =
        new ArrayList<>(
            PlaneLimits.of(settings.plane(), policy, dnsWatch.settings().exemptionSettings()));
    if (!settings.marks().hasLabels()) {
      limits.add(PlaneLimits.NO_LABELS);
    }
    return limits;
  }

  CompletableFuture<Boolean> kernelHolds(Address address) {
    return loop.ask(engine -> engine.knowledge().explain(address).carried())
        .thenCompose(carried -> control.ask(() -> plane.holds(address, carried)));
  }
}
