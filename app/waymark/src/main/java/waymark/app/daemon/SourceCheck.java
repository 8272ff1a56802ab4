package waymark.app.daemon;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import waymark.app.config.Configuration;
import waymark.app.config.Place;
import waymark.app.config.Problem;
import waymark.app.text.Formats;
import waymark.learn.BrokenEntry;
import waymark.learn.CountryFile;
import waymark.learn.FileList;
import waymark.learn.LearnException;
import waymark.learn.ListContent;
import waymark.learn.NamedList;
import waymark.learn.UrlList;

/** Reads the local files that rules depend on, and says what is wrong with them. */
final class SourceCheck {
  private static final String COUNTRIES = "country-db";
  private static final int SHOWN = 3;

  private final Path file;
  private final Configuration configuration;
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private SourceCheck(Path file, Configuration configuration) {
    this.file = file;
    this.configuration = configuration;
  }

  /**
   * Checks the files.
   *
   * @param file the configuration file as the user named it
   */
  static SourceFindings of(
      Path file, Configuration configuration, List<NamedList> lists, CountryFile countries) {
    SourceCheck check = new SourceCheck(file, configuration);
    lists.forEach(check::list);
    check.countries(countries);
    check.problems.sort(null);
    return new SourceFindings(check.problems, check.warnings, check.notes);
  }

  private void list(NamedList list) {
    String key = "lists." + list.name() + ".file";
    switch (list) {
      case FileList inFile -> {
        try {
          skipped(list.name(), inFile.content());
        } catch (LearnException e) {
          problem(key, e.reason(), "a list that can be read: correct the file, its path or format");
        }
      }
      case UrlList atUrl -> {
        if (atUrl.isAwaited()) {
          notes.add("list '" + list.name() + "' is empty until the daemon has fetched it");
        }
      }
    }
  }

  private void skipped(String name, ListContent content) {
    if (content.broken() > 0) {
      List<String> first =
          content.first().stream().limit(SHOWN).map(BrokenEntry::toString).toList();
      warnings.add(
          "list '"
              + name
              + "': skipped "
              + Formats.count(content.broken(), "invalid entry", "invalid entries")
              + ": "
              + String.join("; ", first)
              + (content.broken() > first.size() ? "; …" : ""));
    }
  }

  private void countries(CountryFile countries) {
    Path path = configuration.countries();
    if (!countries.isWanted()) {
      if (configuration.places().containsKey(COUNTRIES)
          && !configuration.fetchesCountries()
          && !(Files.isRegularFile(path) && Files.isReadable(path))) {
        problem(COUNTRIES, "there is no readable file " + path, remedy());
      }
    } else if (countries.isAwaited()) {
      notes.add(
          "rules by country match nothing until the daemon has fetched "
              + path
              + "; 'waymark countries update' fetches it now");
    } else {
      try {
        for (String area : countries.lacking()) {
          warnings.add(path + " has no networks of " + area + ", so rules match none by it");
        }
      } catch (LearnException e) {
        problem(COUNTRIES, e.reason(), remedy());
      }
    }
  }

  private static String remedy() {
    return "an MMDB file with countries: correct the path, or fetch one with 'waymark countries"
        + " update'";
  }

  private void problem(String key, String what, String expected) {
    Place place = configuration.places().getOrDefault(key, Place.WHOLE);
    problems.add(new Problem(file.toString(), place.line(), place.column(), key, what, expected));
  }
}
