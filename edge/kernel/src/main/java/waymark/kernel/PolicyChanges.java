package waymark.kernel;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import waymark.engine.Engine;
import waymark.engine.LeaseEvent;
import waymark.engine.MemoryBudget;
import waymark.engine.Threads;
import waymark.engine.Transition;
import waymark.kernel.capture.Capture;
import waymark.kernel.flows.Flows;
import waymark.kernel.flows.OpenConnections;
import waymark.kernel.links.LinkNumbering;
import waymark.kernel.model.LiveSettings;
import waymark.kernel.model.PlaneKind;
import waymark.kernel.model.PolicyImpact;
import waymark.kernel.plane.PlaneDriver;
import waymark.kernel.system.ControlThread;
import waymark.policy.Policy;

/** Replaces the policy in force, and tells what that would change: on the control thread. */
record PolicyChanges(
    ControlThread control,
    Threads threads,
    LinkNumbering numbering,
    Engine engine,
    PlaneDriver plane,
    Flows flows,
    OpenConnections connections,
    Capture capture,
    DnsWatch dnsWatch,
    PlaneKind kind) {

  CompletableFuture<Transition> replace(
      Policy policy, LiveSettings live, List<LeaseEvent.Held> held) {
    return control.ask(
        () -> {
          LiveSettings before = plane.settings();
          threads.tellEngine(() -> MemoryBudget.ofProcess().require(engine, policy));
          Set<Integer> gone = numbering.current().gone(engine.policy(), policy, plane::device);
          Transition transition = replace(policy, live, before, held);
          dnsWatch.use(live);
          flows.use(live.captureSettings().scanBudget());
          threads.tellEngine(
              () -> {
                capture.use(live.captureSettings(), plane.mode());
                gone.forEach(flows::end);
                connections.endRefused();
              });
          return transition;
        });
  }

  /** A route has no exemptions. */
  private LiveSettings ofPlane(LiveSettings live) {
    return kind instanceof PlaneKind.OfRoutes ? live.withoutExemptions() : live;
  }

  /** What can be refused is opened first; when anything is, the former settings stay as well. */
  private Transition replace(
      Policy policy, LiveSettings live, LiveSettings before, List<LeaseEvent.Held> held) {
    plane.plan(policy, ofPlane(live));
    try {
      threads.tellEngine(() -> capture.prepare(live.captureSettings()));
      return engine.replace(policy, held);
    } catch (RuntimeException e) {
      threads.tellEngine(() -> capture.use(before.captureSettings(), plane.mode()));
      throw e;
    } finally {
      plane.forgetPlan();
    }
  }

  CompletableFuture<PolicyImpact> impact(Policy policy, LiveSettings live) {
    return control
        .ask(() -> DryRun.of(policy, ofPlane(live), engine, plane, numbering))
        .thenCompose(
            it -> flows.impact(it.transition(), it.numbers(), it.gone(), it.before(), it.after()));
  }
}
