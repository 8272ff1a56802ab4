package waymark.app.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waymark.app.text.Spelling;
import waymark.learn.ListFormat;
import waymark.policy.Link;
import waymark.policy.SyntaxException;

/** The lists of a file by name, and the reader of a rule's {@code lists}. */
final class ListTable {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final Duration EVERY = Duration.ofHours(12);
  private static final String NAME = "1 to 32 of a-z 0-9 _ -, beginning with a letter or digit";
  private static final String URL = "a URL such as https://example.com/list.txt";

  private final Map<String, DeclaredList> lists = new LinkedHashMap<>();

  /** Names in the file that cannot be used. They are reported once, and not again where used. */
  private final Set<String> unusable = new HashSet<>();

  private final Map<String, Place> places = new HashMap<>();
  private final Path file;
  private final Findings findings;

  private ListTable(Path file, Findings findings) {
    this.file = file;
    this.findings = findings;
  }

  /**
   * Reads {@code lists} of the document.
   *
   * @param file relative paths start at its folder
   */
  static ListTable read(Fields document, Path file, Findings findings) {
    ListTable table = new ListTable(file, findings);
    Optional<Value.Section> section = document.section("lists");
    if (section.isPresent()) {
      for (Map.Entry<String, Value.Entry> entry : section.get().entries().entrySet()) {
        table.read(entry.getKey(), entry.getValue());
      }
    }
    return table;
  }

  /** Where the files of lists are named, by the keys' paths. */
  Map<String, Place> places() {
    return places;
  }

  /** The valid lists, in the order of the file. */
  List<DeclaredList> all() {
    return new ArrayList<>(lists.values());
  }

  private void read(String name, Value.Entry entry) {
    String path = Findings.path("lists", name);
    unusable.add(name);
    if (!Link.isName(name)) {
      findings.add(entry.key(), path, "is not the name of a list", NAME);
      return;
    }
    if (!(entry.value() instanceof Value.Section section)) {
      if (!(entry.value() instanceof Value.Broken)) {
        findings.add(
            entry.value().place(),
            path,
            Fields.kind(entry.value()),
            "{ file: PATH } or { url: … }");
      }
      return;
    }
    Fields fields = Fields.open(section, path, Keys.LIST, findings);
    Optional<ListFormat> format = format(fields);
    Duration every = fields.duration("every", SHORTEST, LONGEST, EVERY);
    if (fields.has("file") == fields.has("url")) {
      findings.add(
          fields.place(),
          path,
          fields.has("file") ? "has both file and url" : "has no source",
          "exactly one of file and url");
      return;
    }
    if (fields.has("file") && fields.has("every")) {
      findings.add(
          fields.place("every"),
          fields.path("every"),
          "does not apply to a file, which is watched",
          "a url, or no every");
    }
    Optional<DeclaredList> list =
        format.flatMap(
            it -> fields.has("file") ? inFile(name, it, fields) : atUrl(name, it, every, fields));
    if (list.isPresent()) {
      lists.put(name, list.get());
      unusable.remove(name);
    }
  }

  private Optional<ListFormat> format(Fields fields) {
    Optional<Value.Text> text =
        fields.text("format", "domains, networks, hosts, dnsmasq, geosite:TAG or geoip:TAG");
    if (text.isEmpty()) {
      return fields.has("format") ? Optional.empty() : Optional.of(new ListFormat.Domains());
    }
    try {
      return Optional.of(ListFormat.parse(text.get().text()));
    } catch (SyntaxException e) {
      findings.add(text.get().place(), fields.path("format"), e.what(), e.expected());
      return Optional.empty();
    }
  }

  private Optional<DeclaredList> inFile(String name, ListFormat format, Fields fields) {
    Optional<Value.Text> text = fields.text("file", "the path of a file");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (!text.get().text().isEmpty()) {
        Path path = file.toAbsolutePath().resolveSibling(text.get().text()).normalize();
        places.put(fields.path("file"), text.get().place());
        return Optional.of(new DeclaredList.InFile(name, format, path));
      }
    } catch (InvalidPathException _) {
      // Reported below, as any other text that is not a path.
    }
    findings.add(
        text.get().place(), fields.path("file"), Fields.quoted(text.get()), "the path of a file");
    return Optional.empty();
  }

  private Optional<DeclaredList> atUrl(
      String name, ListFormat format, Duration every, Fields fields) {
    Optional<Value.Text> text = fields.text("url", URL);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI url = new URI(text.get().text());
      boolean known = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      if (known && url.getHost() != null) {
        return Optional.of(new DeclaredList.AtUrl(name, format, url, every));
      }
    } catch (URISyntaxException _) {
      // Reported below, as any other text that is not a URL.
    }
    findings.add(text.get().place(), fields.path("url"), Fields.quoted(text.get()), URL);
    return Optional.empty();
  }

  /** The valid names in a rule's {@code lists}. */
  Set<String> named(Fields rule) {
    Set<String> named = new HashSet<>();
    List<Value> values = rule.list("lists", true, "the name of a list, or several: [ads, work]");
    for (int i = 0; i < values.size(); i++) {
      Optional<Value.Text> text = rule.word(values.get(i), "lists", i, "the name of a list");
      if (text.isPresent() && lists.containsKey(text.get().text())) {
        named.add(text.get().text());
      } else if (text.isPresent() && !unusable.contains(text.get().text())) {
        findings.add(
            text.get().place(),
            rule.path("lists", i),
            "'" + text.get().text() + "' is not a list",
            lists.isEmpty()
                ? "a list that is declared under lists"
                : "one of "
                    + String.join(", ", lists.keySet())
                    + Spelling.suggestion(text.get().text(), lists.keySet()));
      }
    }
    return named;
  }
}
