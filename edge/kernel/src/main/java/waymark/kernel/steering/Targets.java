package waymark.kernel.steering;

import java.util.Map;
import waymark.policy.Decision;

/** The targets of a policy, and the sets of a plane that hold their addresses and networks. */
public interface Targets {
  /** The decisions, by the names of their targets. */
  Map<String, Decision> byName();

  /** The name of the target of a decision. */
  String nameOf(Decision decision);

  /** The name of the set of a target's learned addresses. */
  String learned(Family family, String target);

  /** The name of the set of addresses whose connections were ended a short while ago. */
  String ended(Family family);

  /** The names of the sets of static networks, by target; not every target has one. */
  Map<String, String> networks(Family family);
}
