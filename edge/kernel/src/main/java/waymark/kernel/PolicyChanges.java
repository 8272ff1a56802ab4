package waymark.kernel;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import waymark.engine.Engine;
import waymark.engine.LeaseEvent;
import waymark.engine.MemoryBudget;
import waymark.engine.Threads;
import waymark.engine.Transition;
import waymark.kernel.flows.Flows;
import waymark.kernel.flows.OpenConnections;
import waymark.kernel.links.LinkNumbering;
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
    OpenConnections connections) {

  CompletableFuture<Transition> replace(Policy policy, List<LeaseEvent.Held> held) {
    return control.ask(
        () -> {
          threads.tellEngine(() -> MemoryBudget.ofProcess().require(engine, policy));
          Set<Integer> gone = numbering.current().gone(engine.policy(), policy, plane::device);
          Transition transition = engine.replace(policy, held);
          threads.tellEngine(
              () -> {
                gone.forEach(flows::end);
                connections.endRefused();
              });
          return transition;
        });
  }

  CompletableFuture<PolicyImpact> impact(Policy policy) {
    return control
        .ask(() -> DryRun.of(policy, engine, plane, numbering))
        .thenCompose(
            it -> flows.impact(it.transition(), it.numbers(), it.gone(), it.before(), it.after()));
  }
}
