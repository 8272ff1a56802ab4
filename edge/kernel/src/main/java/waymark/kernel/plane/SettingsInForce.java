package waymark.kernel.plane;

import java.util.Optional;
import waymark.kernel.model.LiveSettings;
import waymark.policy.Policy;

/**
 * The settings that go with the policy in force, and those that go with a policy that is to be
 * installed: until it is, and after it was refused, what is installed has the former ones. Owned by
 * the control thread.
 */
final class SettingsInForce {
  private volatile LiveSettings inForce;
  private Optional<Planned> planned = Optional.empty();

  private record Planned(Policy policy, LiveSettings settings) {}

  SettingsInForce(LiveSettings first) {
    inForce = first;
  }

  /** By any thread. */
  LiveSettings get() {
    return inForce;
  }

  /** The settings for the install of a policy. */
  @SuppressWarnings("ReferenceEquality")
  LiveSettings of(Policy policy) {
    return planned.filter(it -> it.policy() == policy).map(Planned::settings).orElse(inForce);
  }

  void plan(Policy policy, LiveSettings settings) {
    planned = Optional.of(new Planned(policy, settings));
  }

  /** The planned policy is installed, or refused. */
  void forgetPlan() {
    planned = Optional.empty();
  }

  /** They are in force. */
  void take(LiveSettings settings) {
    inForce = settings;
  }
}
