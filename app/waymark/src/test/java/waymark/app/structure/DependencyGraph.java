package waymark.app.structure;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which parts of the program need which others. Every part is a key. */
record DependencyGraph(Map<String, SortedSet<String>> needs) {
  DependencyGraph {
    needs
        .values()
        .forEach(
            needed -> {
              if (!needs.keySet().containsAll(needed)) {
                throw new IllegalArgumentException("unknown parts among " + needed);
              }
            });
  }

  static DependencyGraph of(Map<String, ? extends Collection<String>> needs) {
    Map<String, SortedSet<String>> sorted = new TreeMap<>();
    needs.forEach((part, needed) -> sorted.put(part, new TreeSet<>(needed)));
    return new DependencyGraph(sorted);
  }

  Set<String> parts() {
    return needs.keySet();
  }

  SortedSet<String> neededBy(String part) {
    return needs.getOrDefault(part, new TreeSet<>());
  }

  /** Without the dependencies that others imply. The graph must have no cycle. */
  DependencyGraph reduced() {
    Map<String, SortedSet<String>> direct = new TreeMap<>();
    needs.forEach(
        (part, needed) -> {
          SortedSet<String> rest = new TreeSet<>(needed);
          needed.forEach(other -> rest.removeAll(allNeededBy(other)));
          direct.put(part, rest);
        });
    return new DependencyGraph(direct);
  }

  private SortedSet<String> allNeededBy(String part) {
    SortedSet<String> all = new TreeSet<>();
    for (String needed : neededBy(part)) {
      all.add(needed);
      all.addAll(allNeededBy(needed));
    }
    return all;
  }
}
