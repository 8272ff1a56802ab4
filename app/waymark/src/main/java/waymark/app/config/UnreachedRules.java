package waymark.app.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;
import waymark.policy.Claim;
import waymark.policy.DomainName;
import waymark.policy.NamePattern;
import waymark.policy.Network;
import waymark.policy.Policy;
import waymark.policy.Rule;

/**
 * Rules that never decide, and matches of rules that never do: another rule matches the same for
 * the same connections, and wins. What lists and countries contain is not compared, only whether
 * two rules name the same.
 */
public final class UnreachedRules {
  private static final int SHOWN = 3;

  /** A label that no list of names has. */
  private static final String PROBE = "waymark-probe.";

  private final Configuration configuration;
  private final Policy policy;
  private final Map<Object, List<Rule>> written = new LinkedHashMap<>();

  private UnreachedRules(Configuration configuration) {
    this.configuration = configuration;
    policy = configuration.policy();
  }

  /** A sentence about each rule that loses all or some of its matches. */
  public static List<String> of(Configuration configuration) {
    return new UnreachedRules(configuration).sentences();
  }

  private List<String> sentences() {
    for (Rule rule : policy.rules()) {
      items(rule).forEach(item -> written.computeIfAbsent(item, _ -> new ArrayList<>()).add(rule));
    }
    List<String> sentences = new ArrayList<>();
    for (Rule rule : policy.rules()) {
      SequencedMap<Rule, List<String>> lost = new LinkedHashMap<>();
      int left = 0;
      for (NamePattern pattern : rule.names()) {
        left += note(winner(rule, pattern), pattern, lost);
      }
      for (Object item : items(rule)) {
        left += item instanceof NamePattern ? 0 : note(winner(rule, item), item, lost);
      }
      if (!lost.isEmpty()) {
        sentences(rule, lost, left == 0, sentences);
      }
    }
    return sentences;
  }

  /** What a rule names besides names that are found by themselves. */
  private List<Object> items(Rule rule) {
    List<Object> items = new ArrayList<>(rule.networks());
    for (NamePattern pattern : rule.names()) {
      if (pattern instanceof NamePattern.Regex) {
        items.add(pattern);
      }
    }
    var wanted = configuration.wanted().get(rule.name());
    if (wanted != null) {
      new TreeSet<>(wanted.lists()).forEach(list -> items.add("list " + list));
      new TreeSet<>(wanted.countries()).forEach(code -> items.add("country " + code));
      new TreeSet<>(wanted.systems()).forEach(number -> items.add("AS" + number));
    }
    return items;
  }

  /** Takes note of who wins an item, and returns how many items are left to the rule: 1 or 0. */
  private static int note(List<Rule> winner, Object item, Map<Rule, List<String>> lost) {
    if (winner.isEmpty()) {
      return 1;
    }
    lost.computeIfAbsent(winner.getFirst(), _ -> new ArrayList<>()).add(item.toString());
    return 0;
  }

  /** The rule that wins whatever a pattern matches; empty when there is none. */
  private List<Rule> winner(Rule rule, NamePattern pattern) {
    return switch (pattern) {
      case NamePattern.Exact(String name) -> winner(rule, name, pattern);
      case NamePattern.Suffix(String name) -> winner(rule, name, pattern);
      case NamePattern.Below(String name) ->
          DomainName.isNormal(PROBE + name) ? winner(rule, PROBE + name, pattern) : List.of();
      case NamePattern.Regex regex -> winner(rule, (Object) regex);
    };
  }

  private List<Rule> winner(Rule rule, String name, NamePattern pattern) {
    List<Claim> claims = policy.claims(List.of(name));
    for (Claim claim : claims) {
      if (claim.rule().name().equals(rule.name())) {
        return List.of();
      }
      if (isInstead(claim.rule(), rule) && covers(claim, pattern)) {
        return List.of(claim.rule());
      }
    }
    return List.of();
  }

  /** Whether what a claim matched covers all that a pattern matches. */
  private static boolean covers(Claim claim, NamePattern pattern) {
    return switch (pattern) {
      case NamePattern.Exact _ -> true;
      case NamePattern.Regex _ -> false;
      case NamePattern.Suffix _ ->
          switch (claim.specificity()) {
            case SUFFIX, BELOW -> true;
            case EXACT, REGEX, NETWORK, AREA, DEFAULT -> false;
          };
      case NamePattern.Below(String name) ->
          switch (claim.specificity()) {
            case SUFFIX -> isWithin(name, claim.matched());
            case BELOW -> isWithin(name, claim.matched().substring(2));
            case EXACT, REGEX, NETWORK, AREA, DEFAULT -> false;
          };
    };
  }

  private static boolean isWithin(String name, String upper) {
    return name.equals(upper) || name.endsWith("." + upper);
  }

  private List<Rule> winner(Rule rule, Object item) {
    for (Rule other : written.getOrDefault(item, List.of())) {
      if (isInstead(other, rule) && isBefore(other, rule)) {
        return List.of(other);
      }
    }
    if (item instanceof Network network) {
      for (int prefix = network.prefix() - 1; prefix >= 0; prefix--) {
        for (Rule other : written.getOrDefault(Network.of(network.base(), prefix), List.of())) {
          if (isInstead(other, rule) && other.weight() > rule.weight()) {
            return List.of(other);
          }
        }
      }
    }
    return List.of();
  }

  /** Whether a rule covers the connections of another one. */
  private static boolean isInstead(Rule other, Rule rule) {
    return !other.name().equals(rule.name())
        && (other.scope().isAll() || other.scope().equals(rule.scope()))
        && (other.learnsPrivate() || !rule.learnsPrivate());
  }

  private boolean isBefore(Rule other, Rule rule) {
    return other.weight() > rule.weight()
        || (other.weight() == rule.weight()
            && policy.rules().indexOf(other) < policy.rules().indexOf(rule));
  }

  private static void sentences(
      Rule rule, SequencedMap<Rule, List<String>> lost, boolean all, List<String> sentences) {
    if (all && lost.size() == 1) {
      Rule other = lost.firstEntry().getKey();
      sentences.add(
          "rule '"
              + rule.name()
              + "' is never reached: rule '"
              + other.name()
              + "' matches the same and "
              + why(other, rule));
      return;
    }
    lost.forEach(
        (other, items) -> {
          if (all || !other.to().equals(rule.to())) {
            int more = items.size() - Math.min(SHOWN, items.size());
            sentences.add(
                (all ? "rule '" + rule.name() + "' is never reached: " : "")
                    + "in rule '"
                    + rule.name()
                    + "', "
                    + String.join(", ", items.subList(0, items.size() - more))
                    + (more > 0 ? " and " + more + " more" : "")
                    + " never counts: rule '"
                    + other.name()
                    + "' matches it and "
                    + why(other, rule));
          }
        });
  }

  private static String why(Rule other, Rule rule) {
    return other.weight() > rule.weight() ? "has the greater weight" : "comes first";
  }
}
