package waymark.app.toapi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import waymark.api.Difference;
import waymark.api.Difference.How;
import waymark.api.Difference.Kind;
import waymark.app.text.Formats;
import waymark.policy.EgressPath;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.NamePattern;
import waymark.policy.Policy;
import waymark.policy.Rule;

/** The differences of two policies: links, groups, rules and default. */
public final class PolicyDifferences {
  /** So many names and networks of a rule are shown. */
  private static final int SHOWN = 5;

  private final List<Difference> found = new ArrayList<>();

  private PolicyDifferences() {}

  public static List<Difference> of(Policy before, Policy after) {
    PolicyDifferences differences = new PolicyDifferences();
    differences.things(
        Kind.LINK, before.links(), after.links(), Link::name, PolicyDifferences::link);
    differences.things(
        Kind.GROUP, before.groups(), after.groups(), Group::name, PolicyDifferences::group);
    differences.things(
        Kind.RULE, before.rules(), after.rules(), Rule::name, PolicyDifferences::rule);
    differences.order(before, after);
    Map<String, String> old = Map.of("to", Formats.path(OutletNames.names(before.otherwise())));
    Map<String, String> now = Map.of("to", Formats.path(OutletNames.names(after.otherwise())));
    if (!old.equals(now)) {
      differences.add(Kind.DEFAULT, "", How.CHANGED, changed(old, now));
    }
    return differences.found;
  }

  /** The differences of a policy to none. */
  static List<Difference> of(Policy policy) {
    PolicyDifferences differences = new PolicyDifferences();
    differences.things(Kind.LINK, List.of(), policy.links(), Link::name, PolicyDifferences::link);
    differences.things(
        Kind.GROUP, List.of(), policy.groups(), Group::name, PolicyDifferences::group);
    differences.things(Kind.RULE, List.of(), policy.rules(), Rule::name, PolicyDifferences::rule);
    String otherwise = Formats.path(OutletNames.names(policy.otherwise()));
    differences.add(Kind.DEFAULT, "", How.ADDED, List.of("to: " + otherwise));
    return differences.found;
  }

  private void add(Kind kind, String name, How how, List<String> details) {
    found.add(new Difference(kind, name, how, details));
  }

  private <T> void things(
      Kind kind,
      List<T> before,
      List<T> after,
      Function<T, String> name,
      Function<T, Map<String, String>> words) {
    Map<String, T> old = new LinkedHashMap<>();
    before.forEach(thing -> old.put(name.apply(thing), thing));
    for (T thing : after) {
      T was = old.remove(name.apply(thing));
      if (was == null) {
        List<String> details = new ArrayList<>();
        if (thing instanceof Rule rule) {
          contents("names", patterns(rule), details);
          contents("networks", rule.networks(), details);
          contents("areas", areas(rule), details);
        }
        words.apply(thing).forEach((key, value) -> details.add(key + ": " + value));
        add(kind, name.apply(thing), How.ADDED, details);
      } else if (!was.equals(thing)) {
        List<String> details = changed(words.apply(was), words.apply(thing));
        if (was instanceof Rule rule && thing instanceof Rule now) {
          details = new ArrayList<>(details);
          matches("names", patterns(rule), patterns(now), details);
          matches("networks", rule.networks(), now.networks(), details);
          matches("areas", areas(rule), areas(now), details);
        }
        // What only refers to something that changed has no details of its own.
        if (!details.isEmpty()) {
          add(kind, name.apply(thing), How.CHANGED, details);
        }
      }
    }
    old.keySet().forEach(gone -> add(kind, gone, How.REMOVED, List.of()));
  }

  private static List<String> changed(Map<String, String> before, Map<String, String> after) {
    List<String> details = new ArrayList<>();
    Set<String> keys = new HashSet<>(before.keySet());
    keys.addAll(after.keySet());
    for (String key : keys.stream().sorted().toList()) {
      String old = before.getOrDefault(key, "-");
      String now = after.getOrDefault(key, "-");
      if (!old.equals(now)) {
        details.add(key + ": " + old + " -> " + now);
      }
    }
    return details;
  }

  private static List<String> patterns(Rule rule) {
    List<String> patterns = new ArrayList<>();
    for (NamePattern pattern : rule.names()) {
      patterns.add(pattern.toString());
    }
    return patterns;
  }

  /** Each with the number of its networks: a newer file of countries is a change, too. */
  private static List<String> areas(Rule rule) {
    return rule.areas().stream()
        .map(area -> area.name() + " (" + Formats.count(area.networks().size(), "network") + ")")
        .toList();
  }

  private static void matches(String what, List<?> before, List<?> after, List<String> details) {
    if (before.equals(after)) {
      return;
    }
    Set<Object> added = new LinkedHashSet<>(after);
    before.forEach(added::remove);
    Set<Object> removed = new LinkedHashSet<>(before);
    after.forEach(removed::remove);
    details.add(
        what
            + ": "
            + Formats.number(added.size())
            + " added"
            + inBrackets(added)
            + ", "
            + Formats.number(removed.size())
            + " removed"
            + inBrackets(removed));
  }

  private static void contents(String what, List<?> items, List<String> details) {
    if (!items.isEmpty()) {
      details.add(what + ": " + some(new LinkedHashSet<>(items)));
    }
  }

  private static String inBrackets(Set<Object> items) {
    return items.isEmpty() ? "" : " (" + some(items) + ")";
  }

  private static String some(Set<Object> items) {
    int more = items.size() - Math.min(SHOWN, items.size());
    return String.join(", ", items.stream().limit(SHOWN).map(Object::toString).toList())
        + (more > 0 ? " and " + Formats.number(more) + " more" : "");
  }

  private static Map<String, String> link(Link link) {
    Map<String, String> words = new LinkedHashMap<>();
    if (link.egressPath() instanceof EgressPath.Interface way) {
      words.put("interface", way.device());
      String gateway = way.nextHop().toString();
      if (!gateway.isEmpty()) {
        words.put("gateway", gateway);
      }
    }
    if (link.weight() != 1) {
      words.put("weight", Integer.toString(link.weight()));
    }
    words.put("masquerade", link.masquerade().toString().toLowerCase(java.util.Locale.ROOT));
    return words;
  }

  private static Map<String, String> group(Group group) {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("links", String.join(", ", OutletNames.names(group.links())));
    words.put("strategy", group.strategy().word());
    return words;
  }

  private static Map<String, String> rule(Rule rule) {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("to", Formats.path(OutletNames.names(rule.to())));
    if (rule.weight() != 0) {
      words.put("weight", Integer.toString(rule.weight()));
    }
    if (!rule.scope().ports().isEmpty()) {
      words.put("ports", joined(rule.scope().ports()));
    }
    if (!rule.scope().clients().isEmpty()) {
      words.put("from", joined(rule.scope().clients()));
    }
    words.put("ttl", rule.ttl().min() + " to " + rule.ttl().max() + " s");
    words.put("keep", rule.ttl().keep() + " s");
    words.put("reconnect", Boolean.toString(rule.reconnect()));
    words.put("private", Boolean.toString(rule.learnsPrivate()));
    return words;
  }

  private static String joined(List<?> things) {
    return String.join(", ", things.stream().map(Object::toString).toList());
  }

  /** Reports rules that changed places: of two equal rules the earlier wins. */
  private void order(Policy before, Policy after) {
    Set<String> common = new HashSet<>(names(before));
    common.retainAll(names(after));
    List<String> old = new ArrayList<>(names(before));
    List<String> now = new ArrayList<>(names(after));
    old.retainAll(common);
    now.retainAll(common);
    int moved = 0;
    for (int i = 0; i < old.size(); i++) {
      moved += old.get(i).equals(now.get(i)) ? 0 : 1;
    }
    if (moved > 0) {
      add(Kind.RULE, "", How.CHANGED, List.of("order: " + moved + " moved"));
    }
  }

  private static List<String> names(Policy policy) {
    return policy.rules().stream().map(Rule::name).toList();
  }
}
