package waymark.app.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waymark.app.text.Spelling;
import waymark.health.Check;
import waymark.policy.EgressPath;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Masquerade;
import waymark.policy.NextHop;
import waymark.policy.Outlet;
import waymark.policy.Strategy;

/** The links and groups of a file by name, and the reader of {@code to} and {@code default}. */
final class LinkTable {
  private static final String NAME = "1 to 32 of a-z 0-9 _ -, beginning with a letter or digit";

  /** All links; the two built-in links come first. */
  private final Map<String, Link> links = new LinkedHashMap<>();

  private final Map<String, Group> groups = new LinkedHashMap<>();

  private final Map<String, Check> checks = new LinkedHashMap<>();

  /** Names in the file that cannot be used. They are reported once, and not again where used. */
  private final Set<String> unusable = new HashSet<>();

  private final Findings findings;

  private LinkTable(Findings findings) {
    this.findings = findings;
  }

  /** Reads {@code links} and {@code groups} of the document. */
  static LinkTable read(Fields document, Findings findings) {
    LinkTable table = new LinkTable(findings);
    table.links.put("direct", Link.DIRECT);
    table.links.put("block", Link.BLOCK);
    Optional<Value.Section> section = document.section("links");
    if (section.isPresent()) {
      for (Map.Entry<String, Value.Entry> entry : section.get().entries().entrySet()) {
        table.read(entry.getKey(), entry.getValue());
      }
      table.reportTwins(section.get());
    }
    Optional<Value.Section> groups = document.section("groups");
    if (groups.isPresent()) {
      for (Map.Entry<String, Value.Entry> entry : groups.get().entries().entrySet()) {
        table.readGroup(entry.getKey(), entry.getValue());
      }
    }
    return table;
  }

  /** The file's own links, in the order of the file. */
  List<Link> own() {
    List<Link> own = new ArrayList<>(links.values());
    return own.subList(2, own.size());
  }

  /** The file's groups, in the order of the file. */
  List<Group> groups() {
    return List.copyOf(groups.values());
  }

  private void readGroup(String name, Value.Entry entry) {
    String path = Findings.path("groups", name);
    boolean twice = links.containsKey(name) || unusable.contains(name);
    unusable.add(name);
    if (twice) {
      findings.add(entry.key(), path, "is the name of a link", "a name that no link has");
      return;
    }
    if (!Link.isName(name)) {
      findings.add(entry.key(), path, "is not the name of a group", NAME);
      return;
    }
    if (!(entry.value() instanceof Value.Section section)) {
      if (!(entry.value() instanceof Value.Broken)) {
        findings.add(entry.value().place(), path, Fields.kind(entry.value()), "{ links: [A, B] }");
      }
      return;
    }
    Fields fields = Fields.open(section, path, Keys.GROUP, findings);
    if (!fields.has("links")) {
      fields.missing("links", "a list of links");
    }
    List<Link> members = new ArrayList<>();
    List<Value> values = fields.list("links", false, "a list of links");
    for (int i = 0; i < values.size(); i++) {
      Optional<Value.Text> text = fields.word(values.get(i), "links", i, "a link");
      if (text.isPresent()) {
        member(text.get(), fields.path("links", i), members);
      }
    }
    Strategy strategy = strategy(fields);
    if (!members.isEmpty()) {
      groups.put(name, new Group(name, members, strategy));
      unusable.remove(name);
    }
  }

  private void member(Value.Text text, String path, List<Link> members) {
    Link link = links.get(text.text());
    if (link == null) {
      if (!unusable.contains(text.text())) {
        findings.add(
            text.place(),
            path,
            "'" + text.text() + "' is not a link",
            "one of " + names(Set.of()) + Spelling.suggestion(text.text(), links.keySet()));
      }
    } else if (link.isBlock()) {
      findings.add(text.place(), path, "is block, which cannot be in a group", "a link or direct");
    } else if (members.contains(link)) {
      findings.add(text.place(), path, "repeats " + link.name(), "each link once");
    } else {
      members.add(link);
    }
  }

  private Strategy strategy(Fields fields) {
    List<String> words = new ArrayList<>();
    for (Strategy strategy : Strategy.values()) {
      words.add(strategy.word());
    }
    String expected = "one of " + String.join(", ", words);
    Optional<Value.Text> text = fields.text("strategy", expected);
    if (text.isEmpty()) {
      return Strategy.ROUND_ROBIN;
    }
    for (Strategy strategy : Strategy.values()) {
      if (strategy.word().equals(text.get().text())) {
        return strategy;
      }
    }
    findings.add(
        text.get().place(),
        fields.path("strategy"),
        Fields.quoted(text.get()),
        expected + Spelling.suggestion(text.get().text(), words));
    return Strategy.ROUND_ROBIN;
  }

  /** The check of each link that has one, by the link's name. */
  Map<String, Check> checks() {
    return checks;
  }

  private void read(String name, Value.Entry entry) {
    String path = Findings.path("links", name);
    if (name.equals("direct") || name.equals("block")) {
      findings.add(entry.key(), path, "is built in", "another name");
      return;
    }
    unusable.add(name);
    if (!Link.isName(name)) {
      findings.add(entry.key(), path, "is not the name of a link", NAME);
      return;
    }
    if (!(entry.value() instanceof Value.Section section)) {
      if (!(entry.value() instanceof Value.Broken)) {
        findings.add(
            entry.value().place(), path, Fields.kind(entry.value()), "{ interface: NAME }");
      }
      return;
    }
    Fields fields = Fields.open(section, path, Keys.LINK, findings);
    Optional<EgressPath.Interface> egress = LinkEgress.read(fields, findings);
    int weight = fields.integer("weight", 1, 1000, 1);
    Masquerade masquerade = masquerade(fields);
    Optional<Check> check = LinkChecks.read(fields, findings);
    if (egress.isPresent()) {
      links.put(name, new Link(name, egress.get(), weight, masquerade));
      unusable.remove(name);
      if (check.isPresent()) {
        checks.put(name, check.get());
      }
    }
  }

  private Masquerade masquerade(Fields fields) {
    Optional<Value.Text> text = fields.text("masquerade", "auto, true or false");
    if (text.isEmpty() || text.get().text().equals("auto")) {
      return Masquerade.AUTO;
    }
    Optional<Boolean> flag = Scalar.flag(text.get());
    if (flag.isEmpty()) {
      findings.add(
          text.get().place(),
          fields.path("masquerade"),
          Fields.quoted(text.get()),
          "auto, true or false");
      return Masquerade.AUTO;
    }
    return flag.get() ? Masquerade.ALWAYS : Masquerade.NEVER;
  }

  /** Reports links with the same egress path: they are one link under two names. */
  private void reportTwins(Value.Section section) {
    Map<String, String> first = new HashMap<>();
    for (Link link : own()) {
      String earlier = first.putIfAbsent(key(link), link.name());
      if (earlier != null) {
        Value.Entry entry = section.entries().get(link.name());
        findings.add(
            entry == null ? section.place() : entry.key(),
            Findings.path("links", link.name()),
            "has the same interface and gateway as " + earlier,
            "another interface or gateway");
      }
    }
  }

  private static String key(Link link) {
    return switch (link.egressPath()) {
      case EgressPath.Interface(String device, NextHop.Gateways(List<NextHop.Gateway> list)) ->
          // The order of the two families does not matter.
          device + " " + list.stream().map(gateway -> gateway.via().toString()).sorted().toList();
      case EgressPath.Interface(String device, NextHop nextHop) -> device + " " + nextHop;
      case EgressPath.Direct _, EgressPath.Block _ -> link.name();
    };
  }

  /** The valid links and groups of a {@code to} or {@code default}, in order. */
  List<Outlet> targets(Fields fields, String key) {
    List<Outlet> targets = new ArrayList<>();
    List<Value> values = fields.list(key, true, "a link or group, or a list tried in order");
    for (int i = 0; i < values.size(); i++) {
      Optional<Value.Text> text = fields.word(values.get(i), key, i, "a link or group");
      if (text.isPresent()) {
        target(text.get(), fields.path(key, i), targets);
      }
    }
    return targets;
  }

  private void target(Value.Text text, String path, List<Outlet> targets) {
    Map<String, Outlet> known = new LinkedHashMap<>(links);
    known.putAll(groups);
    Outlet link = known.get(text.text());
    if (link == null) {
      if (!unusable.contains(text.text())) {
        findings.add(
            text.place(),
            path,
            "'" + text.text() + "' is not a link" + (groups.isEmpty() ? "" : " or group"),
            "one of " + names(groups.keySet()) + Spelling.suggestion(text.text(), known.keySet()));
      }
      return;
    }
    for (Outlet earlier : targets) {
      if (earlier.name().equals(link.name())) {
        findings.add(text.place(), path, "repeats " + link.name(), "each link once");
        return;
      }
    }
    if (!targets.isEmpty() && (targets.getLast().isDirect() || targets.getLast().isBlock())) {
      findings.add(
          text.place(),
          path,
          "is never reached, because " + targets.getLast().name() + " before it is always up",
          targets.getLast().name() + " last");
    }
    targets.add(link);
  }

  private String names(Set<String> groups) {
    List<String> own = new ArrayList<>();
    for (Link link : own()) {
      own.add(link.name());
    }
    own.addAll(groups);
    own.add("direct");
    own.add("block");
    return own.size() > 30 ? String.join(", ", own.subList(0, 30)) + ", …" : String.join(", ", own);
  }
}
