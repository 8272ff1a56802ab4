package waymark.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Link;
import waymark.policy.Policy;
import waymark.policy.Way;

/** What the kernel holds for a policy, as lines for people to compare. */
final class Listing {
  private Listing() {}

  /**
   * The sets, chains, rules and routes of a policy.
   *
   * @param decisions about learned addresses
   * @param learning in the mode that the kernel can do
   * @param host its interfaces as they are
   */
  static List<String> of(
      Policy policy,
      Collection<Decision> decisions,
      LinkNumbers numbers,
      Marks marks,
      Learning learning,
      HostLinks host,
      Balance balance,
      Lifelines lifelines) {
    List<String> lines = new ArrayList<>(links(policy, numbers, marks));
    StaticSets nets = StaticSets.of(policy, numbers).named(List.of());
    RulesetPlan plan =
        new RulesetPlan(
            policy,
            NftablesTargets.of(policy, decisions, numbers, new LearnedSets(), nets),
            numbers,
            marks,
            learning,
            Surroundings.of(policy, host, states(policy, host.devices())),
            balance,
            lifelines);
    lines.addAll(new Ruleset(plan).lines());
    return lines;
  }

  /** The rules that lead to the links' tables. */
  static List<String> links(Policy policy, LinkNumbers numbers, Marks marks) {
    return InterfaceLinks.of(policy).stream().map(link -> rule(link, numbers, marks)).toList();
  }

  /** The links' states by the interfaces alone, alike for both families; by their names. */
  static Map<String, LinkState> states(Policy policy, Map<String, LinkState> devices) {
    Map<String, LinkState> states = new HashMap<>();
    for (Link link : InterfaceLinks.of(policy)) {
      states.put(link.name(), devices.getOrDefault(InterfaceLinks.device(link), LinkState.ABSENT));
    }
    return states;
  }

  private static String rule(Link link, LinkNumbers numbers, Marks marks) {
    int number = numbers.of(link);
    Way.Interface way = (Way.Interface) link.way();
    String gateways =
        way.gateways().stream().map(Address::toString).collect(Collectors.joining(" and "));
    return "rule %d: fwmark 0x%08x/0x%08x to table %d: default%s dev %s"
        .formatted(
            marks.priority(number),
            marks.mark(number),
            marks.mask(),
            marks.table(number),
            gateways.isEmpty() ? "" : " via " + gateways,
            way.device());
  }
}
