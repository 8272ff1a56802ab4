package waymark.app.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waymark.learn.Wanted;
import waymark.policy.Lifetime;
import waymark.policy.Names;
import waymark.policy.Network;
import waymark.policy.Outlet;
import waymark.policy.Rule;
import waymark.policy.Scope;

/** The rules of a file. */
final class RuleList {
  private static final String NAME = "a name of 1 to 100 characters that no other rule has";

  private final List<Rule> rules = new ArrayList<>();
  private final Map<String, Integer> lines = new HashMap<>();
  private final Map<String, Wanted> wanted = new HashMap<>();
  private final LinkTable links;
  private final ListTable lists;
  private final Findings findings;

  private RuleList(LinkTable links, ListTable lists, Findings findings) {
    this.links = links;
    this.lists = lists;
    this.findings = findings;
  }

  /** Reads the valid rules of the document. */
  static RuleList read(Fields document, LinkTable links, ListTable lists, Findings findings) {
    String expected = "a list of rules, such as - { name: video, to: vpn, domains: [example.com] }";
    if (!document.has("rules")) {
      document.missing("rules", expected);
    }
    List<Value> values = document.list("rules", false, expected);
    RuleList list = new RuleList(links, lists, findings);
    for (int i = 0; i < values.size(); i++) {
      String path = Findings.path("rules", i);
      if (values.get(i) instanceof Value.Section section) {
        list.read(Fields.open(section, path, Keys.RULE, findings));
      } else if (!(values.get(i) instanceof Value.Broken)) {
        findings.add(
            values.get(i).place(),
            path,
            Fields.kind(values.get(i)),
            "a rule: name, to and domains");
      }
    }
    return list;
  }

  List<Rule> all() {
    return rules;
  }

  /** What each rule takes from lists and countries, by the rule's name. */
  Map<String, Wanted> wanted() {
    return wanted;
  }

  private void read(Fields fields) {
    Optional<String> name = name(fields);
    if (!fields.has("to")) {
      fields.missing("to", "a link or group, or a list tried in order");
    }
    List<Outlet> to = links.targets(fields, "to");
    RuleMatches matches = new RuleMatches(fields, findings);
    matches.requireAny();
    Names names = matches.names();
    Wanted sources = matches.wanted(lists);
    List<Network> networks = matches.networks();
    Scope scope = matches.scope();
    int weight = fields.integer("weight", -Rule.MAX_WEIGHT, Rule.MAX_WEIGHT, 0);
    Lifetime ttl = RuleLifetime.read(fields, to, findings);
    boolean reconnect = fields.flag("reconnect", false);
    boolean learnsPrivate = fields.flag("private", false);
    if (name.isPresent() && !sources.isEmpty()) {
      wanted.put(name.get(), sources);
    }
    if (name.isPresent() && !to.isEmpty()) {
      rules.add(
          new Rule(
              name.get(),
              to,
              names,
              networks,
              List.of(),
              scope,
              weight,
              ttl,
              reconnect,
              learnsPrivate));
    }
  }

  private Optional<String> name(Fields fields) {
    if (!fields.has("name")) {
      fields.missing("name", NAME);
    }
    Optional<Value.Text> text = fields.text("name", NAME);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String name = text.get().text();
    if (!Rule.isName(name)) {
      findings.add(text.get().place(), fields.path("name"), Fields.quoted(text.get()), NAME);
      return Optional.empty();
    }
    Integer earlier = lines.putIfAbsent(name, text.get().place().line());
    if (earlier != null) {
      findings.add(
          text.get().place(),
          fields.path("name"),
          Fields.quoted(text.get()) + ", the name of the rule on line " + earlier,
          NAME);
      return Optional.empty();
    }
    return Optional.of(name);
  }
}
