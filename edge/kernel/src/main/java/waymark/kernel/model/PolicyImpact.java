package waymark.kernel.model;

import java.util.List;
import waymark.engine.Transition;

/**
 * What another policy would change on this host.
 *
 * @param transition what is decided now and would be
 * @param before what the kernel holds now, a line each set, chain, rule and route; no addresses
 * @param after what it would hold
 * @param flows the connections of links that would be ended, by destination and link
 * @param kept how many connections of links would go on
 */
public record PolicyImpact(
    Transition transition,
    List<String> before,
    List<String> after,
    List<FlowImpact> flows,
    long kept) {
  public PolicyImpact {
    before = List.copyOf(before);
    after = List.copyOf(after);
    flows = List.copyOf(flows);
  }
}
