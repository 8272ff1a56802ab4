package waymark.app.daemon;

import java.util.Optional;
import waymark.app.text.Spelling;
import waymark.policy.NamePattern;
import waymark.policy.Policy;
import waymark.policy.Rule;

/** The rule that names something close to a name: one of the two may be misspelt. */
final class NearestPattern {
  private NearestPattern() {}

  /** A sentence about the nearest name that a rule has; empty if none is near. */
  static Optional<String> of(String name, Policy policy) {
    for (Rule rule : policy.rules()) {
      for (NamePattern pattern : rule.names()) {
        String written =
            switch (pattern) {
              case NamePattern.Suffix(String suffix) -> suffix;
              case NamePattern.Below(String upper) -> upper;
              case NamePattern.Exact(String exact) -> exact;
              case NamePattern.Regex _ -> "";
            };
        if (!written.isEmpty() && Spelling.isNear(end(name, written), written)) {
          return Optional.of(
              "rule '" + rule.name() + "' has " + pattern + ": is one of the two misspelt?");
        }
      }
    }
    return Optional.empty();
  }

  /** The end of a name with as many labels as another one. */
  private static String end(String name, String other) {
    int labels = (int) other.chars().filter(c -> c == '.').count();
    int from = name.length();
    for (int i = 0; i <= labels && from >= 0; i++) {
      from = name.lastIndexOf('.', from - 1);
    }
    return name.substring(from + 1);
  }
}
