package waymark.learn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;
import waymark.policy.Names;
import waymark.policy.Network;

/** The lists of a configuration, and its country file: what rules take from them. */
public final class Sources {
  private final Map<String, NamedList> lists = new HashMap<>();
  private final CountryFile countries;

  /**
   * The sources that rules may want.
   *
   * @param countries made for what they want of it
   */
  public Sources(Collection<? extends NamedList> lists, CountryFile countries) {
    lists.forEach(list -> this.lists.put(list.name(), list));
    this.countries = countries;
  }

  /**
   * What each rule gets, of the last good versions.
   *
   * @param wanted by the rules' names
   * @return by the same names; a source that fails is a fault of the rules that want it, and of no
   *     other
   */
  public Map<String, Supplied> supply(Map<String, Wanted> wanted) {
    Found file = found();
    Map<String, Supplied> supplied = new LinkedHashMap<>();
    wanted.forEach((rule, one) -> supplied.put(rule, supply(one, file)));
    return supplied;
  }

  /** What the country file says, or why it says nothing. */
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
    if (wantsAreas && !file.fault().isEmpty()) {
      faults.add(file.fault() + "; `waymark countries update` fetches one");
    } else {
      for (String code : new TreeSet<>(wanted.countries())) {
        add(code, file.areas().countries().getOrDefault(code, List.of()), found, faults);
      }
      for (Long number : new TreeSet<>(wanted.systems())) {
        add("AS" + number, file.areas().systems().getOrDefault(number, List.of()), found, faults);
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
      faults.add(countries.path() + " has no networks of " + area);
    } else {
      found.put(area, networks);
    }
  }
}
