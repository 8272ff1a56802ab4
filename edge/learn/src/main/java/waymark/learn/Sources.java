package waymark.learn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import waymark.policy.Names;
import waymark.policy.Network;

/** The lists of a configuration, and its country file: what rules take from them. */
public final class Sources {
  private final Map<String, NamedList> lists = new HashMap<>();
  private final Path countryFile;

  /**
   * The sources that rules may want.
   *
   * @param countryFile need not exist as long as no rule wants countries or systems
   */
  public Sources(Collection<? extends NamedList> lists, Path countryFile) {
    lists.forEach(list -> this.lists.put(list.name(), list));
    this.countryFile = countryFile;
  }

  /**
   * What each rule gets. The country file is read once for all of them.
   *
   * @param wanted by the rules' names
   * @return by the same names; a source that fails is a fault of the rules that want it, and of no
   *     other
   */
  public Map<String, Supplied> supply(Map<String, Wanted> wanted) {
    Areas areas = areas(wanted.values());
    Map<String, Supplied> supplied = new LinkedHashMap<>();
    wanted.forEach((rule, one) -> supplied.put(rule, supply(one, areas)));
    return supplied;
  }

  /** What the country file says, or why it says nothing. */
  private record Areas(
      Map<String, List<Network>> countries, Map<Long, List<Network>> systems, String fault) {}

  private Areas areas(Collection<Wanted> wanted) {
    Set<String> codes = new TreeSet<>();
    Set<Long> numbers = new TreeSet<>();
    for (Wanted one : wanted) {
      codes.addAll(one.countries());
      numbers.addAll(one.systems());
    }
    if (codes.isEmpty() && numbers.isEmpty()) {
      return new Areas(Map.of(), Map.of(), "");
    }
    try {
      CountryDatabase database = CountryDatabase.open(countryFile);
      return new Areas(
          codes.isEmpty() ? Map.of() : database.countriesOf(codes),
          numbers.isEmpty() ? Map.of() : database.systemsOf(numbers),
          "");
    } catch (LearnException e) {
      return new Areas(Map.of(), Map.of(), e.reason());
    }
  }

  private Supplied supply(Wanted wanted, Areas areas) {
    List<Names> names = new ArrayList<>();
    List<Network> networks = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (String name : new TreeSet<>(wanted.lists())) {
      NamedList list = lists.get(name);
      if (list == null) {
        faults.add("there is no list '" + name + "'");
        continue;
      }
      try {
        ListContent content = list.content();
        names.add(content.names());
        networks.addAll(content.networks());
      } catch (LearnException e) {
        faults.add(e.reason());
      }
    }
    SequencedMap<String, List<Network>> found = new LinkedHashMap<>();
    boolean wantsAreas = !wanted.countries().isEmpty() || !wanted.systems().isEmpty();
    if (wantsAreas && !areas.fault().isEmpty()) {
      faults.add(areas.fault() + "; `waymark countries update` fetches one");
    } else {
      for (String code : new TreeSet<>(wanted.countries())) {
        add(code, areas.countries().getOrDefault(code, List.of()), found, faults);
      }
      for (Long number : new TreeSet<>(wanted.systems())) {
        add("AS" + number, areas.systems().getOrDefault(number, List.of()), found, faults);
      }
    }
    return new Supplied(names, networks, found, faults);
  }

  private void add(
      String area,
      List<Network> networks,
      SequencedMap<String, List<Network>> found,
      List<String> faults) {
    if (networks.isEmpty()) {
      faults.add(countryFile + " has no networks of " + area);
    } else {
      found.put(area, networks);
    }
  }
}
