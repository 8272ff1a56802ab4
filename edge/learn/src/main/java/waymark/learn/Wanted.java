package waymark.learn;

import java.util.Set;

/**
 * The sources that a rule wants.
 *
 * @param lists the names of its lists
 * @param countries the codes of its countries: {@code NL}
 * @param systems the numbers of its autonomous systems
 */
public record Wanted(Set<String> lists, Set<String> countries, Set<Long> systems) {
  public Wanted {
    lists = Set.copyOf(lists);
    countries = Set.copyOf(countries);
    systems = Set.copyOf(systems);
  }

  /** Whether the rule wants no source. */
  public boolean isEmpty() {
    return lists.isEmpty() && countries.isEmpty() && systems.isEmpty();
  }
}
