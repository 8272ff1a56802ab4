package waymark.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Policy;

/**
 * Carries decisions out.
 *
 * <p>A call that returns has put everything in force. A call that throws may have put some of it in
 * force: not every kernel interface has transactions. The engine then stops making changes and
 * installs everything again, with a backoff, until that succeeds; held answers wait for it. After a
 * new policy that {@linkplain PlaneException#isUnchanged changed nothing} it goes on at once. A
 * plane sees to it that a partial result never lets a packet out by a link that neither the old nor
 * the new state allows: it adds what decides or refuses before it removes anything.
 *
 * <p>The engine's thread makes the calls that are short: {@link #apply} and {@link #unprepared}.
 * The control thread makes the others. Each says what may run at the same time.
 */
public interface Plane {

  /**
   * Makes the plane carry this policy and exactly these addresses, whatever it carried before.
   *
   * <p>Changes to what was carried before may be {@linkplain #apply applied} meanwhile, until the
   * addresses are asked for; then none are until this returns.
   *
   * @param hosts asks the engine for the addresses; as late as possible
   * @throws PlaneException when it could not; it says if all is as it was before
   */
  void install(Policy policy, Supplier<Map<Address, Decision>> hosts);

  /** Those decisions among changes that {@link #prepare} must make room for first. */
  default Set<Decision> unprepared(List<Change> changes) {
    return Set.of();
  }

  /**
   * Makes room for addresses that are decided in a new way. No change is applied meanwhile.
   *
   * @throws PlaneException when it could not
   */
  default void prepare(Set<Decision> decisions) {}

  /**
   * Makes changes to what was installed, and returns when they are in force.
   *
   * @throws PlaneException when they could not be made
   */
  void apply(List<Change> changes);
}
