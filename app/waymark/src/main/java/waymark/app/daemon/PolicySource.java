package waymark.app.daemon;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import waymark.api.Lists;
import waymark.app.config.Configuration;
import waymark.app.config.DeclaredList;
import waymark.app.text.Formats;
import waymark.learn.BrokenEntry;
import waymark.learn.CountryDatabase;
import waymark.learn.CountryFile;
import waymark.learn.CountryUpdate;
import waymark.learn.Download;
import waymark.learn.FileList;
import waymark.learn.LearnException;
import waymark.learn.ListContent;
import waymark.learn.NamedList;
import waymark.learn.Refreshable;
import waymark.learn.Refresher;
import waymark.learn.Sources;
import waymark.learn.Supplied;
import waymark.learn.UrlList;
import waymark.learn.Wanted;
import waymark.policy.Address;
import waymark.policy.Area;
import waymark.policy.NamePattern;
import waymark.policy.Names;
import waymark.policy.Network;
import waymark.policy.Policy;
import waymark.policy.Rule;

/** The policy of a configuration, with what its rules take from lists and countries. */
public final class PolicySource {
  private static final Logger log = LoggerFactory.getLogger(PolicySource.class);

  private static final Wanted NOTHING = new Wanted(Set.of(), Set.of(), Set.of());

  private final Configuration configuration;
  private final List<NamedList> lists = new ArrayList<>();
  private final CountryFile countries;
  private final Sources sources;
  private volatile Map<String, String> faults = Map.of();
  private volatile Map<String, ListContent> told = Map.of();

  public PolicySource(Configuration configuration) {
    this.configuration = configuration;
    Path folder = configuration.state().resolve("lists");
    for (DeclaredList list : configuration.lists()) {
      lists.add(
          switch (list) {
            case DeclaredList.InFile(var name, var format, var file) ->
                new FileList(name, format, file, folder);
            case DeclaredList.AtUrl(var name, var format, var url, var every) ->
                new UrlList(
                    name, format, url, every, folder, Download.PATIENT, InstantSource.system());
          });
    }
    countries =
        new CountryFile(
            configuration.countries(),
            configuration.wanted().values(),
            configuration.fetchesCountries());
    sources = new Sources(lists, countries);
  }

  /** Replaces another source, whose lists and countries count until these have been read. */
  PolicySource(Configuration configuration, PolicySource before) {
    this(configuration);
    sources.instead(before.sources);
    told = before.told;
  }

  /**
   * What is wrong with its local files, and what is still to be fetched.
   *
   * @param file the configuration file as the user named it
   */
  public SourceFindings check(Path file) {
    return SourceCheck.of(file, configuration, lists, countries);
  }

  /** Why rules are incomplete, by their names: lists and countries that are unavailable. */
  Map<String, String> faults() {
    return faults;
  }

  /**
   * The list of a rule that contains what matched; empty when the rule itself does.
   *
   * @param pattern a name or network, as the configuration writes it
   */
  String listOf(String rule, String pattern) {
    Wanted wanted = configuration.wanted().getOrDefault(rule, NOTHING);
    boolean own =
        configuration.policy().rules().stream()
            .filter(one -> one.name().equals(rule))
            .anyMatch(one -> has(one.names(), one.networks(), pattern));
    if (own) {
      return "";
    }
    return new TreeMap<>(sources.said())
        .entrySet().stream()
            .filter(list -> wanted.lists().contains(list.getKey()))
            .filter(list -> has(list.getValue().names(), list.getValue().networks(), pattern))
            .findFirst()
            .map(Map.Entry::getKey)
            .orElse("");
  }

  private static boolean has(Names names, List<Network> networks, String pattern) {
    for (NamePattern name : names) {
      if (name.toString().equals(pattern)) {
        return true;
      }
    }
    return networks.stream().anyMatch(network -> network.toString().equals(pattern));
  }

  /** The country of an address; empty when no file says it. */
  String country(Address address) {
    try {
      return CountryDatabase.open(configuration.countries()).country(address).orElse("");
    } catch (LearnException _) {
      return "";
    }
  }

  /**
   * What the rules take from lists and the country file.
   *
   * @param refresher of {@link #refresh}
   */
  Lists report(Refresher refresher) {
    return new SourceReport(configuration, sources.said(), refresher).of(lists, countries);
  }

  /** A sentence about each rule that is incomplete, in the order of the file. */
  public List<String> warnings() {
    Map<String, String> now = faults;
    return configuration.policy().rules().stream()
        .map(Rule::name)
        .filter(now::containsKey)
        .map(rule -> "rule " + rule + " is incomplete: " + now.get(rule))
        .toList();
  }

  /**
   * The policy as it is now. A rule whose list or country is unavailable works with the last
   * content of that list or country, or with what else it matches, and is logged.
   */
  public Policy policy() {
    Policy written = configuration.policy();
    if (configuration.wanted().isEmpty()) {
      return written;
    }
    Map<String, Supplied> supplied = sources.supply(configuration.wanted());
    List<Rule> rules = new ArrayList<>();
    Map<String, String> found = new HashMap<>();
    for (Rule rule : written.rules()) {
      Supplied one = supplied.get(rule.name());
      rules.add(one == null ? rule : with(rule, one));
      if (one != null && !one.faults().isEmpty()) {
        String fault = String.join("; ", one.faults());
        found.put(rule.name(), fault);
        if (!fault.equals(faults.get(rule.name()))) {
          log.atLevel(one.awaited() ? Level.INFO : Level.ERROR)
              .log("Rule {} is incomplete: {}", rule.name(), fault);
        }
      }
    }
    faults = Map.copyOf(found);
    logInvalid();
    return Policy.compile(written.links(), written.groups(), rules, written.otherwise());
  }

  /** Logs invalid entries, once per version of a list. */
  private void logInvalid() {
    Map<String, ListContent> said = sources.said();
    said.forEach(
        (name, content) -> {
          if (content.broken() > 0 && !content.equals(told.get(name))) {
            log.warn(
                "List {}: skipped {}: {}{}",
                name,
                Formats.count(content.broken(), "invalid entry", "invalid entries"),
                String.join("; ", content.first().stream().map(BrokenEntry::toString).toList()),
                content.broken() > content.first().size() ? "; …" : "");
          }
        });
    told = said;
  }

  private static Rule with(Rule rule, Supplied supplied) {
    Names names = rule.names();
    if (!supplied.names().isEmpty()) {
      Names.Builder all = new Names.Builder();
      rule.names().forEach(all::add);
      supplied.names().forEach(list -> list.forEach(all::add));
      names = all.build();
    }
    List<Network> networks = new ArrayList<>(rule.networks());
    networks.addAll(supplied.networks());
    List<Area> areas = new ArrayList<>();
    supplied.areas().forEach((area, found) -> areas.add(new Area(area, found)));
    return new Rule(
        rule.name(),
        rule.to(),
        names,
        networks,
        areas,
        rule.scope(),
        rule.weight(),
        rule.ttl(),
        rule.reconnect(),
        rule.learnsPrivate());
  }

  /**
   * Starts to look for newer lists and a changed country file, and to download DB-IP Lite once a
   * week.
   *
   * @param changed takes the name of what changed {@link #policy}, on another thread
   * @param problems takes what cannot be used, and what can be used again
   */
  Refresher refresh(Consumer<String> changed, SourceFaults problems) {
    List<Refreshable> items = new ArrayList<>(lists);
    if (countries.isWanted()) {
      items.add(countries);
    }
    if (configuration.wanted().values().stream().anyMatch(one -> !one.countries().isEmpty())) {
      items.add(
          CountryUpdate.ofMonth(
              configuration.countries(),
              configuration.fetchesCountries(),
              CountryUpdate.DB_IP,
              Download.PATIENT,
              InstantSource.system()));
    }
    problems.only(items.stream().map(Refreshable::title).collect(Collectors.toSet()));
    return Refresher.start(
        items,
        new Refresher.Listener() {
          @Override
          public void changed(Refreshable item) {
            if (item instanceof CountryUpdate) {
              // The country file itself is noticed like any other change of it.
              return;
            }
            log.info("Found a newer {}", item.title());
            changed.accept(item.title());
          }

          @Override
          public void good(Refreshable item) {
            problems.good(item.title());
          }

          @Override
          public void failed(Refreshable item, LearnException why, Instant next) {
            problems.failed(item.title(), why.reason());
            log.warn("{}; the next attempt is at {}", why.getMessage(), next);
          }
        },
        InstantSource.system(),
        new Random());
  }
}
