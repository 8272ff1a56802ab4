package waymark.kernel;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import waymark.engine.Engine;
import waymark.engine.Transition;
import waymark.kernel.links.LinkNumbering;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.model.LiveSettings;
import waymark.kernel.plane.PlaneDriver;
import waymark.policy.Decision;
import waymark.policy.Policy;

/**
 * What the control thread says of a policy that is not in force; the connections are looked at
 * elsewhere.
 *
 * @param numbers those of the links of both policies
 * @param gone the numbers of the links that the other policy removes
 * @param before what the kernel holds now, a line a thing
 * @param after what it would hold
 */
record DryRun(
    Transition transition,
    LinkNumbers numbers,
    Set<Integer> gone,
    List<String> before,
    List<String> after) {

  static DryRun of(
      Policy policy, LiveSettings live, Engine engine, PlaneDriver plane, LinkNumbering numbering) {
    Transition transition = engine.preview(policy);
    Set<Decision> before = new HashSet<>();
    transition.heldBefore().forEach(address -> before.add(transition.before(address)));
    Set<Decision> after = new HashSet<>();
    transition.heldAfter().forEach(address -> after.add(transition.after(address)));
    return new DryRun(
        transition,
        numbering.preview(policy.links()),
        numbering.current().gone(engine.policy(), policy, plane::device),
        plane.describe(engine.policy(), plane.settings(), before),
        plane.describe(policy, live, after));
  }
}
