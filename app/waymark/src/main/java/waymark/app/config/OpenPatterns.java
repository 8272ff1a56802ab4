package waymark.app.config;

import java.util.ArrayList;
import java.util.List;
import waymark.policy.NamePattern;
import waymark.policy.Outlet;
import waymark.policy.Policy;
import waymark.policy.Rule;

/**
 * Regular expressions that match names of any owner, in rules that block or lead past all links:
 * whoever owns such a name may give it the address of any site.
 */
public final class OpenPatterns {
  private OpenPatterns() {}

  /** A sentence about each of them. */
  public static List<String> of(Policy policy) {
    List<String> sentences = new ArrayList<>();
    for (Rule rule : policy.rules()) {
      Outlet first = rule.to().getFirst();
      if (first.isBlock() || first.isDirect()) {
        for (NamePattern pattern : rule.names()) {
          if (pattern instanceof NamePattern.Regex regex && !isAnchored(regex.text())) {
            sentences.add(sentence(rule, regex, first));
          }
        }
      }
    }
    return sentences;
  }

  private static String sentence(Rule rule, NamePattern.Regex regex, Outlet to) {
    return "rule '"
        + rule.name()
        + "': "
        + regex
        + " matches names of any owner, who may give them the address of any site: a client that"
        + " asks for such a name makes that site "
        + (to.isBlock() ? "blocked" : "go direct")
        + " for all. End the expression with a domain: \\.example\\.com$";
  }

  /** Whether the expression says how the name ends. */
  private static boolean isAnchored(String text) {
    int slashes = 0;
    for (int i = text.length() - 2; i >= 0 && text.charAt(i) == '\\'; i--) {
      slashes++;
    }
    return text.endsWith("$") && slashes % 2 == 0 && !text.contains("|");
  }
}
