package waymark.app.daemon;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import waymark.api.ListStatus;
import waymark.api.Lists;
import waymark.app.config.Configuration;
import waymark.learn.BrokenEntry;
import waymark.learn.CountryFile;
import waymark.learn.LearnException;
import waymark.learn.ListContent;
import waymark.learn.ListVersion;
import waymark.learn.NamedList;
import waymark.learn.Refresher;
import waymark.learn.Wanted;
import waymark.policy.Rule;

/**
 * Says how the lists and the country file of a policy are.
 *
 * @param said the content in force, by the names of the lists
 */
record SourceReport(
    Configuration configuration, Map<String, ListContent> said, Refresher refresher) {

  Lists of(List<NamedList> lists, CountryFile countries) {
    List<ListStatus> all = new ArrayList<>();
    lists.forEach(list -> all.add(status(list)));
    if (countries.isWanted()) {
      all.add(status(countries));
    }
    return new Lists(all);
  }

  private ListStatus status(NamedList list) {
    Optional<ListContent> content = content(list);
    Optional<ListVersion> version = list.version();
    int taken = content.map(ListContent::size).orElse(0);
    int skipped = content.map(ListContent::broken).orElse(0);
    String known = fault(list.fault(), list.title());
    String fault =
        known.isEmpty() && list.isAwaited() ? list.title() + " has not been fetched yet" : known;
    return new ListStatus(
        list.name(),
        list.origin(),
        list.format().toString(),
        state(fault, content.isPresent(), list.isAwaited()),
        taken + skipped,
        taken,
        skipped,
        content.map(ListContent::first).orElse(List.of()).stream()
            .map(BrokenEntry::toString)
            .toList(),
        time(version.map(ListVersion::since)),
        version.map(ListVersion::etag).orElse(""),
        time(refresher.next(list.title())),
        rules(wanted -> wanted.lists().contains(list.name())),
        fault);
  }

  /** The content in force; of a list that no rule uses, its last good version. */
  private Optional<ListContent> content(NamedList list) {
    try {
      return Optional.ofNullable(said.get(list.name())).or(() -> Optional.of(list.content()));
    } catch (LearnException _) {
      return Optional.empty();
    }
  }

  private ListStatus status(CountryFile countries) {
    String update = "update of " + configuration.countries();
    Optional<Instant> modified = countries.modified();
    String fault = fault(fault(countries.fault(), countries.title()), update);
    return new ListStatus(
        "country-db",
        configuration.countries().toString(),
        "mmdb",
        state(fault, modified.isPresent(), countries.isAwaited()),
        countries.size(),
        countries.size(),
        0,
        List.of(),
        time(modified),
        "",
        time(refresher.next(update).or(() -> refresher.next(countries.title()))),
        rules(wanted -> !wanted.countries().isEmpty() || !wanted.systems().isEmpty()),
        fault);
  }

  private String fault(String own, String title) {
    return own.isEmpty() ? refresher.fault(title) : own;
  }

  private static ListStatus.State state(String fault, boolean present, boolean awaited) {
    if (present) {
      return fault.isEmpty() ? ListStatus.State.GOOD : ListStatus.State.KEPT;
    }
    return awaited ? ListStatus.State.AWAITED : ListStatus.State.MISSING;
  }

  private List<String> rules(Predicate<Wanted> using) {
    Map<String, Wanted> wanted = configuration.wanted();
    return configuration.policy().rules().stream()
        .map(Rule::name)
        .filter(rule -> Stream.ofNullable(wanted.get(rule)).anyMatch(using))
        .toList();
  }

  private static String time(Optional<Instant> at) {
    return at.map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("");
  }
}
