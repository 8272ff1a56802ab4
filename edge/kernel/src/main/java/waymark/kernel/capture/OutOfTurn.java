package waymark.kernel.capture;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import waymark.engine.Change;
import waymark.engine.LeaseEvent;
import waymark.engine.LeaseStore;
import waymark.engine.Plane;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Policy;

/**
 * A plane and a lease store for which the engine's thread waits without the turn.
 *
 * @param installed runs after each install, on the thread that made it
 */
public record OutOfTurn(Turn turn, Plane plane, LeaseStore leaseStore, Runnable installed)
    implements Plane, LeaseStore {
  @Override
  public void install(Policy policy, Supplier<Map<Address, Decision>> hosts) {
    plane.install(policy, hosts);
    installed.run();
  }

  @Override
  public Set<Decision> unprepared(List<Change> changes) {
    return plane.unprepared(changes);
  }

  @Override
  public void prepare(Set<Decision> decisions) {
    plane.prepare(decisions);
  }

  @Override
  public void apply(List<Change> changes) {
    turn.without(
        () -> {
          plane.apply(changes);
          return changes;
        });
  }

  @Override
  public void append(List<LeaseEvent> events) {
    turn.without(
        () -> {
          leaseStore.append(events);
          return events;
        });
  }
}
