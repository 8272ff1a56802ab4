package waymark.kernel.flows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import waymark.engine.Transition;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.model.FlowImpact;
import waymark.kernel.model.Marks;
import waymark.kernel.model.PolicyImpact;
import waymark.netlink.ConntrackFilter;
import waymark.policy.Address;

/** The scan of the connections behind a {@link PolicyImpact}. */
final class ImpactScan {
  private ImpactScan() {}

  /**
   * Counts the connections that a change of policy would end.
   *
   * @param numbers the numbers of both policies' links
   * @param gone the numbers of the links that the change removes
   */
  static PolicyImpact of(
      ConnectionTable connections,
      Marks marks,
      Transition transition,
      LinkNumbers numbers,
      Set<Integer> gone,
      List<String> before,
      List<String> after) {
    Misrouted misrouted = Misrouted.by(transition, numbers);
    Map<FlowImpact, long[]> ended = new LinkedHashMap<>();
    long[] kept = {0};
    byte[] bytes = new byte[16];
    connections.visit(
        ConntrackFilter.all(),
        flow -> {
          int number = marks.number(flow);
          if (number == 0) {
            return;
          }
          Address destination = FlowScan.destination(flow, bytes);
          boolean goes = gone.contains(number);
          if (goes || misrouted.is(flow, number, destination)) {
            String link = numbers.name(number).orElse("");
            FlowImpact key = new FlowImpact(destination, link, goes, 0);
            ended.computeIfAbsent(key, k -> new long[1])[0]++;
          } else {
            kept[0]++;
          }
        });
    List<FlowImpact> flows = new ArrayList<>();
    ended.forEach(
        (flow, count) ->
            flows.add(new FlowImpact(flow.destination(), flow.link(), flow.linkGoes(), count[0])));
    return new PolicyImpact(transition, before, after, flows, kept[0]);
  }
}
