package waymark.policy;

import java.util.ArrayList;
import java.util.List;

/** Rules made at random, with the names that a policy wants of them. */
final class TitledRules {
  private TitledRules() {}

  /** The same in the same order, each with a name of its own. */
  static List<Rule> of(List<Rule> rules) {
    List<Rule> titled = new ArrayList<>();
    for (Rule rule : rules) {
      titled.add(
          new Rule(
              "r" + titled.size(),
              rule.to(),
              rule.names(),
              rule.networks(),
              rule.weight(),
              rule.ttl(),
              false));
    }
    return titled;
  }
}
