package waymark.kernel.links;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import waymark.kernel.model.Marks;
import waymark.netlink.AddressFamily;
import waymark.netlink.Route;
import waymark.netlink.RouteFilter;
import waymark.netlink.RouteRule;
import waymark.netlink.RouteRuleAction;
import waymark.netlink.Routes;

/**
 * Rules and routes that say by their protocol number that they are ours, wherever they are: for a
 * removal that knows no marks, because the state folder is lost.
 */
public final class FoundRules {
  private FoundRules() {}

  /**
   * What a rule tells of the daemon that made it: mark, table and priority of a link are its number
   * in the mask, and behind the two bases.
   *
   * @param decided the table of decided routes; 0 where there is none
   */
  public record Found(Marks marks, int decided) {}

  /** The marks of all daemons that have left rules of links. */
  public static List<Found> read() {
    try (Routes routes = Routes.open()) {
      List<RouteRule> rules = ours(routes);
      Set<Marks> marks = new LinkedHashSet<>();
      for (RouteRule rule : rules) {
        int number = Marks.isOneRun(rule.mask()) ? numberIn(rule) : 0;
        if (number > 0
            && rule.table() > number
            && rule.priority() > number
            && rule.priority() < Marks.MAIN_PRIORITY) {
          marks.add(new Marks(rule.mask(), rule.table() - number, (int) rule.priority() - number));
        }
      }
      return marks.stream().map(it -> new Found(it, decided(rules, it))).toList();
    }
  }

  private static int numberIn(RouteRule rule) {
    return rule.mark() >>> Integer.numberOfTrailingZeros(rule.mask());
  }

  private static int decided(List<RouteRule> rules, Marks marks) {
    return rules.stream()
        .filter(rule -> rule.mask() == 0 && rule.priority() == marks.lastPriority())
        .mapToInt(RouteRule::table)
        .findFirst()
        .orElse(0);
  }

  private static List<RouteRule> ours(Routes routes) {
    List<RouteRule> ours = new ArrayList<>();
    for (AddressFamily family : List.of(AddressFamily.IPV4, AddressFamily.IPV6)) {
      for (RouteRule rule : routes.rules(family)) {
        if (rule.protocol() == LinkRoutes.PROTOCOL
            && !rule.narrowed()
            && rule.action().equals(RouteRuleAction.LOOKUP)) {
          ours.add(rule);
        }
      }
    }
    return ours;
  }

  /** What has our protocol number and was not removed, a sentence each. */
  public static List<String> left() {
    try (Routes routes = Routes.open()) {
      List<String> left = new ArrayList<>();
      for (RouteRule rule : ours(routes)) {
        left.add("the rule '" + rule + "' has protocol " + LinkRoutes.PROTOCOL + ", as ours have");
      }
      routes.routes(RouteFilter.all().protocol(LinkRoutes.PROTOCOL)).stream()
          .map(Route::table)
          .distinct()
          .forEach(
              table ->
                  left.add(
                      "routing table "
                          + table
                          + " has routes with protocol "
                          + LinkRoutes.PROTOCOL
                          + ", as ours have"));
      return left;
    }
  }
}
