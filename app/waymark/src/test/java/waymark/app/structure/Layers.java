package waymark.app.structure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The layer of each package of a module; a package may depend on packages of lower layers only. */
record Layers(Map<String, Integer> numbers) {
  private static final Pattern LAYER = Pattern.compile("(\\d) ((?:[a-z]+ ?)+)");

  /** As the module's page states them: {@code 2 capture system 1 model}. */
  static Layers parse(String page) {
    Map<String, Integer> numbers = new TreeMap<>();
    for (MatchResult layer : LAYER.matcher(page).results().toList()) {
      for (String name : layer.group(2).split(" ", -1)) {
        numbers.put(name, Integer.valueOf(layer.group(1)));
      }
    }
    return new Layers(numbers);
  }

  /** The dependencies that do not lead to a lower layer, and the packages without a layer. */
  List<String> violations(DependencyGraph packages) {
    List<String> found = new ArrayList<>();
    packages
        .needs()
        .forEach(
            (name, needed) -> {
              if (!numbers.containsKey(name)) {
                found.add(name + " has no layer");
                return;
              }
              needed.stream()
                  .filter(other -> of(other) >= of(name))
                  .forEach(other -> found.add(name + " -> " + other));
            });
    return found;
  }

  int of(String packageName) {
    return numbers.getOrDefault(packageName, 0);
  }
}
