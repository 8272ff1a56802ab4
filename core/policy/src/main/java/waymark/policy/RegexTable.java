package waymark.policy;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/** The regular expressions of all rules, tried one by one. */
final class RegexTable {
  private record Entry(Pattern pattern, String needle, Claim claim) {}

  private final Entry[] entries;

  RegexTable(List<Rule> rules) {
    List<Entry> list = new ArrayList<>();
    for (int order = 0; order < rules.size(); order++) {
      Rule rule = rules.get(order);
      List<NamePattern.Regex> regexes = rule.names().regexes();
      for (int place = 0; place < regexes.size(); place++) {
        NamePattern.Regex regex = regexes.get(place);
        long precedence = Precedence.ofName(rule.weight(), order, Specificity.REGEX, 0);
        list.add(
            new Entry(
                regex.pattern(),
                Needle.of(regex.text()),
                new Claim(rule, Specificity.REGEX, precedence, place)));
      }
    }
    entries = list.toArray(new Entry[0]);
  }

  /** Adds the claims to the name, which may have capitals and a final dot. */
  Claims match(String name, Claims claims) {
    if (entries.length == 0) {
      return claims;
    }
    Claims found = claims;
    String folded = DomainName.fold(name);
    for (Entry entry : entries) {
      if (folded.contains(entry.needle) && entry.pattern.matcher(folded).find()) {
        found = found.with(entry.claim);
      }
    }
    return found;
  }
}
