package waymark.app.daemon;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import waymark.engine.Event;

/**
 * Faults of lists and country files, and the rules that are incomplete because of them: an event
 * when a fault begins, changes or ends.
 */
final class SourceFaults {
  private final Consumer<Event> told;
  private final Map<String, String> sources = new ConcurrentHashMap<>();
  private Map<String, String> rules = Map.of();

  /**
   * @param told takes the events, on any thread
   */
  SourceFaults(Consumer<Event> told) {
    this.told = told;
  }

  /**
   * The newest version of a source is unavailable or unusable.
   *
   * @param source its name in messages
   * @param why a sentence that names the source
   */
  void failed(String source, String why) {
    if (!why.equals(sources.put(source, why))) {
      told.accept(new Event.Faulty(why));
    }
  }

  /** A sentence about each source whose newest version is unavailable or unusable. */
  List<String> now() {
    return sources.values().stream().sorted().toList();
  }

  /** The newest version of a source is in use. */
  void good(String source) {
    if (sources.remove(source) != null) {
      told.accept(new Event.Recovered(source));
    }
  }

  /** These are all the sources now: faults of others end. */
  void only(Set<String> wanted) {
    List.copyOf(sources.keySet()).stream()
        .filter(source -> !wanted.contains(source))
        .forEach(this::good);
  }

  /** Why rules in force are incomplete, by their names; one call at a time. */
  void incomplete(Map<String, String> faults) {
    faults.forEach(
        (rule, fault) -> {
          if (!fault.equals(rules.get(rule))) {
            told.accept(new Event.Faulty("rule " + rule + " is incomplete: " + fault));
          }
        });
    for (String rule : rules.keySet()) {
      if (!faults.containsKey(rule)) {
        told.accept(new Event.Recovered("rule " + rule));
      }
    }
    rules = Map.copyOf(faults);
  }
}
