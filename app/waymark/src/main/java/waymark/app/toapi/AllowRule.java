package waymark.app.toapi;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import waymark.kernel.model.Denial;
import waymark.policy.Address;
import waymark.policy.AddressClass;
import waymark.policy.Policy;
import waymark.policy.Rule;

/** Writes the rule that would allow what was refused, for people to paste into their file. */
final class AllowRule {
  /**
   * The names that YAML and rules take as they are; others come from somebody who may want to write
   * into the file.
   */
  private static final Pattern PLAIN =
      Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");

  private static final int LONGEST_NAME = 90;

  private final Policy policy;
  private final Set<String> names;

  /**
   * What one rule is about.
   *
   * @param name the destination's; empty where it is not known or no rule can have it
   * @param address the destination's, where it has no name
   * @param blockedBy a rule that would win over one without weight; empty: the default
   * @param helps whether a rule changes anything
   */
  record Key(
      String name, String address, boolean ports, boolean own, String blockedBy, boolean helps) {
    static Key of(Denial denial) {
      boolean named = PLAIN.matcher(denial.name()).matches();
      Address address = denial.address();
      return new Key(
          named ? denial.name() : "",
          named ? "" : address.toString(),
          denial.port() != 0,
          named && AddressClass.of(address).isPrivate(),
          denial.cause() == Denial.Cause.RULE ? denial.rule() : "",
          denial.cause() == Denial.Cause.DEFAULT || denial.cause() == Denial.Cause.RULE);
    }
  }

  /**
   * @param policy that refuses
   */
  AllowRule(Policy policy) {
    this.policy = policy;
    names = policy.rules().stream().map(Rule::name).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The rule; empty where none helps.
   *
   * @param services such as {@code tcp/443}
   */
  String text(Key key, List<String> services) {
    if (!key.helps()) {
      return "";
    }
    String target =
        key.name().isEmpty()
            ? "networks: [" + (key.address().contains(":") ? quoted(key.address()) : key.address())
            : "domains: [" + key.name();
    return "- { name: "
        + name(key)
        + ", to: direct, "
        + target
        + "]"
        + (key.ports() ? ", ports: [" + String.join(", ", services) + "]" : "")
        + (key.own() ? ", private: true" : "")
        + weight(key.blockedBy())
        + " }";
  }

  private static String quoted(String address) {
    return "\"" + address + "\"";
  }

  private String name(Key key) {
    String whole = "allow-" + (key.name() + key.address()).replaceAll("[.:]", "-");
    String name = whole.substring(0, Math.min(whole.length(), LONGEST_NAME));
    name += key.ports() ? "" : "-all";
    String free = name;
    for (int i = 2; names.contains(free); i++) {
      free = name + "-" + i;
    }
    return free;
  }

  /** A rule that is to win over the one that blocks. */
  private String weight(String blockedBy) {
    return policy.rules().stream()
        .filter(rule -> rule.name().equals(blockedBy))
        .findFirst()
        .map(rule -> ", weight: " + Math.min(rule.weight() + 1, Rule.MAX_WEIGHT))
        .orElse("");
  }
}
