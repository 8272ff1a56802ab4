package waymark.app.toapi;

import java.util.List;
import java.util.Optional;
import waymark.policy.Claim;
import waymark.policy.Specificity;

/** Why one rule's claim wins over that of another. */
final class TieBreak {
  private TieBreak() {}

  /**
   * What decides between the two strongest claims of rules; empty if no second rule claims the
   * address.
   *
   * @param claims the strongest first
   */
  static String of(List<Claim> claims) {
    if (claims.isEmpty()) {
      return "";
    }
    Claim first = claims.getFirst();
    Optional<Claim> second =
        claims.stream()
            .filter(claim -> !claim.isDefault() && claim.order() != first.order())
            .findFirst();
    return first.isDefault() ? "" : second.map(claim -> between(first, claim)).orElse("");
  }

  private static String between(Claim first, Claim second) {
    String other = " than rule " + second.rule().name();
    if (first.rule().weight() != second.rule().weight()) {
      return "the greater weight" + other;
    }
    if (first.specificity().isName() != second.specificity().isName()) {
      return "a name, which counts more than the network of rule " + second.rule().name();
    }
    if (first.specificity() != second.specificity() || detail(first) != detail(second)) {
      return "the more specific match" + other;
    }
    return "an earlier place in the file" + other;
  }

  /** What makes a match more specific than another of its kind: labels, or bits of the prefix. */
  private static long detail(Claim claim) {
    Specificity specificity = claim.specificity();
    String matched = claim.matched();
    return switch (specificity) {
      case EXACT, SUFFIX, BELOW -> matched.chars().filter(c -> c == '.').count();
      case NETWORK -> Long.parseLong(matched.substring(matched.indexOf('/') + 1));
      case REGEX, AREA, DEFAULT -> 0;
    };
  }
}
