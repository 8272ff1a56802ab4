package waymark.learn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import waymark.policy.Names;
import waymark.policy.Network;

/** The lists and the country file of a configuration, and what rules use of them. */
public final class Sources {
  private static final String STAYS = "; its previous content stays in force";

  private final Map<String, NamedList> lists = new HashMap<>();
  private final CountryFile countries;

  /** The last good content by name, which stays in use while there is no good version. */
  private final Map<String, ListContent> lastLists = new ConcurrentHashMap<>();

  private final Map<String, List<Network>> lastAreas = new ConcurrentHashMap<>();

  /**
   * The sources that rules may want.
   *
   * @param countries the country file, made for what the rules want
   */
  public Sources(Collection<? extends NamedList> lists, CountryFile countries) {
    lists.forEach(list -> this.lists.put(list.name(), list));
    this.countries = countries;
  }

  /** These sources as successors of others, whose content stays in use until these have some. */
  public Sources instead(Sources before) {
    before.lastLists.forEach(
        (name, content) -> {
          if (lists.containsKey(name)) {
            lastLists.putIfAbsent(name, content);
          }
        });
    before.lastAreas.forEach(lastAreas::putIfAbsent);
    return this;
  }

  /** The last content of the lists that rules use, by name. */
  public Map<String, ListContent> said() {
    return Map.copyOf(lastLists);
  }

  /**
   * What each rule matches, by the last good versions.
   *
   * @param wanted what the rules want, by their names
   * @return by the same names; a failed source is a fault only of the rules that want it, which get
   *     its previous content where that is known
   */
  public Map<String, Supplied> supply(Map<String, Wanted> wanted) {
    Found file = found();
    Map<String, Supplied> supplied = new LinkedHashMap<>();
    wanted.forEach((rule, one) -> supplied.put(rule, supply(one, file)));
    return supplied;
  }

  /** The content of the country file, or the reason why there is none. */
  private record Found(CountryFile.Areas areas, String fault) {}

  private Found found() {
    try {
      return new Found(countries.areas(), "");
    } catch (LearnException e) {
      return new Found(CountryFile.Areas.NONE, e.reason());
    }
  }

  private Supplied supply(Wanted wanted, Found file) {
    List<Names> names = new ArrayList<>();
    List<Network> networks = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    boolean awaited = true;
    for (String name : new TreeSet<>(wanted.lists())) {
      NamedList list = lists.get(name);
      if (list == null) {
        faults.add("there is no list '" + name + "'");
        awaited = false;
        continue;
      }
      int before = faults.size();
      content(list, faults)
          .ifPresent(
              content -> {
                names.add(content.names());
                networks.addAll(content.networks());
              });
      awaited &= faults.size() == before || list.isAwaited();
    }
    int before = faults.size();
    SequencedMap<String, List<Network>> found = new LinkedHashMap<>();
    for (String code : new TreeSet<>(wanted.countries())) {
      add(code, file.areas().countries().getOrDefault(code, List.of()), file, found, faults);
    }
    for (Long number : new TreeSet<>(wanted.systems())) {
      add(
          "AS" + number,
          file.areas().systems().getOrDefault(number, List.of()),
          file,
          found,
          faults);
    }
    awaited &= faults.size() == before || countries.isAwaited();
    return new Supplied(names, networks, found, faults, awaited);
  }

  private Optional<ListContent> content(NamedList list, List<String> faults) {
    try {
      ListContent content = list.content();
      lastLists.put(list.name(), content);
      return Optional.of(content);
    } catch (LearnException e) {
      Optional<ListContent> last = Optional.ofNullable(lastLists.get(list.name())).or(list::last);
      faults.add(e.reason() + (last.isPresent() ? STAYS : ""));
      return last;
    }
  }

  private void add(
      String area,
      List<Network> networks,
      Found file,
      SequencedMap<String, List<Network>> found,
      List<String> faults) {
    if (!networks.isEmpty()) {
      lastAreas.put(area, networks);
      found.put(area, networks);
      return;
    }
    List<Network> last = lastAreas.getOrDefault(area, List.of());
    String why =
        file.fault().isEmpty()
            ? countries.path() + " has no networks of " + area
            : file.fault() + "; `waymark countries update` fetches one";
    String fault = why + (last.isEmpty() ? "" : STAYS);
    if (!faults.contains(fault)) {
      faults.add(fault);
    }
    if (!last.isEmpty()) {
      found.put(area, last);
    }
  }
}
