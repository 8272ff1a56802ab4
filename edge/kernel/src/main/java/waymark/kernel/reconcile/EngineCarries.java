package waymark.kernel.reconcile;

import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import waymark.engine.Engine;
import waymark.engine.Threads;
import waymark.kernel.plane.Carried;
import waymark.policy.Address;
import waymark.policy.Decision;

/** Asks the engine, on its thread. */
record EngineCarries(Engine engine, Threads threads) implements Carried {
  @Override
  public Map<Address, Decision> of(Set<Address> addresses) {
    return threads.onEngine(() -> engine.knowledge().carried(addresses));
  }

  @Override
  public void all(BiConsumer<Address, Decision> visitor) {
    threads.tellEngine(() -> engine.knowledge().carried(visitor));
  }
}
