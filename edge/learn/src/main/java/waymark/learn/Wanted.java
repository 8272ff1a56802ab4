package waymark.learn;

import java.util.Set;

/**
 * What a rule matches that is kept elsewhere.
 *
 * @param lists by their names
 * @param countries by their codes: {@code NL}
 * @param systems autonomous systems by their numbers
 */
public record Wanted(Set<String> lists, Set<String> countries, Set<Long> systems) {
  public Wanted {
    lists = Set.copyOf(lists);
    countries = Set.copyOf(countries);
    systems = Set.copyOf(systems);
  }

  /** Whether it is nothing. */
  public boolean isEmpty() {
    return lists.isEmpty() && countries.isEmpty() && systems.isEmpty();
  }
}
