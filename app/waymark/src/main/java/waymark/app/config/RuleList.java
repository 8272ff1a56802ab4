package waymark.app.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waymark.learn.CountryCode;
import waymark.learn.Wanted;
import waymark.policy.Client;
import waymark.policy.Lifetime;
import waymark.policy.NamePattern;
import waymark.policy.Names;
import waymark.policy.Network;
import waymark.policy.Outlet;
import waymark.policy.PortRange;
import waymark.policy.Rule;
import waymark.policy.Scope;
import waymark.policy.SyntaxException;

/** The rules of a file. */
final class RuleList {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONGEST_TTL = Duration.ofDays(365);
  private static final String NAME = "a name of 1 to 100 characters that no other rule has";
  private static final String DOMAINS =
      "a list of names: [example.com, \"=only.example\", \"*.below.example\", \"/regex/\"]";
  private static final String PORTS = "a list of ports: [443, tcp/22, udp/5000-6000]";
  private static final String FROM =
      "a list of clients: [192.168.1.0/24, 192.168.2.10-192.168.2.20, \"interface:br-guest\","
          + " \"mac:02:00:5e:10:00:01\", self]";

  /** The keys that a rule may match by. */
  private static final List<String> MATCHES =
      List.of("domains", "networks", "countries", "asn", "lists", "ports", "from");

  /** The keys among them that name destinations. */
  private static final List<String> PLACES =
      List.of("domains", "networks", "countries", "asn", "lists");

  private static final String COUNTRIES = "a list of countries: [NL, DE]";
  private static final String SYSTEMS = "a list of autonomous systems: [64500, AS64501]";
  private static final long LAST_SYSTEM = 0xffff_ffffL;

  /** Every address: the destinations of a rule that has only ports or clients. */
  private static final List<Network> EVERYWHERE =
      List.of(Network.parse("0.0.0.0/0"), Network.parse("::/0"));

  private static final String NETWORKS = "a list of networks: [203.0.113.0/24, \"2001:db8::/32\"]";

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
    if (!fields.hasAny(MATCHES) && !fields.hasAny(Keys.RULE.later())) {
      findings.add(
          fields.place(), fields.path(), "matches nothing", "one of " + String.join(", ", MATCHES));
    }
    Names names = domains(fields);
    Wanted sources = new Wanted(lists.named(fields), countries(fields), systems(fields));
    boolean everywhere = !fields.hasAny(PLACES);
    List<Network> networks = everywhere ? EVERYWHERE : networks(fields);
    Scope scope = new Scope(ports(fields), clients(fields));
    int weight = fields.integer("weight", -Rule.MAX_WEIGHT, Rule.MAX_WEIGHT, 0);
    Lifetime ttl = ttl(fields).keeping(keep(fields, to));
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

  private Names domains(Fields fields) {
    List<Value> values = fields.list("domains", false, DOMAINS);
    Names.Builder names = new Names.Builder();
    for (int i = 0; i < values.size(); i++) {
      Optional<Value.Text> text = fields.word(values.get(i), "domains", i, "a name");
      if (text.isPresent()) {
        try {
          names.add(NamePattern.parse(text.get().text()));
        } catch (SyntaxException e) {
          findings.add(text.get().place(), fields.path("domains", i), e.what(), e.expected());
        }
      }
    }
    return names.build();
  }

  private List<Network> networks(Fields fields) {
    List<Value> values = fields.list("networks", false, NETWORKS);
    List<Network> networks = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      Optional<Value.Text> text = fields.word(values.get(i), "networks", i, "a network");
      if (text.isPresent()) {
        try {
          networks.add(Network.parse(text.get().text()));
        } catch (SyntaxException e) {
          findings.add(text.get().place(), fields.path("networks", i), e.what(), e.expected());
        }
      }
    }
    return networks;
  }

  private Set<String> countries(Fields fields) {
    List<Value> values = fields.list("countries", true, COUNTRIES);
    Set<String> codes = new HashSet<>();
    for (int i = 0; i < values.size(); i++) {
      Optional<Value.Text> text = fields.word(values.get(i), "countries", i, "a country");
      if (text.isPresent()) {
        try {
          codes.add(CountryCode.normalize(text.get().text()));
        } catch (SyntaxException e) {
          findings.add(text.get().place(), fields.path("countries", i), e.what(), e.expected());
        }
      }
    }
    return codes;
  }

  private Set<Long> systems(Fields fields) {
    List<Value> values = fields.list("asn", true, SYSTEMS);
    Set<Long> numbers = new HashSet<>();
    for (int i = 0; i < values.size(); i++) {
      Optional<Value.Text> text = fields.word(values.get(i), "asn", i, "an autonomous system");
      if (text.isPresent()) {
        String word = text.get().text();
        String digits = word.toUpperCase(Locale.ROOT).startsWith("AS") ? word.substring(2) : word;
        boolean decimal =
            !digits.isEmpty()
                && digits.length() <= 10
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (decimal && Long.parseLong(digits) <= LAST_SYSTEM) {
          numbers.add(Long.parseLong(digits));
        } else {
          findings.add(
              text.get().place(), fields.path("asn", i), Fields.quoted(text.get()), SYSTEMS);
        }
      }
    }
    return numbers;
  }

  private List<PortRange> ports(Fields fields) {
    List<Value> values = fields.list("ports", true, PORTS);
    List<PortRange> ports = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      Optional<Value.Text> text = fields.word(values.get(i), "ports", i, "a port");
      if (text.isPresent()) {
        try {
          ports.add(PortRange.parse(text.get().text()));
        } catch (SyntaxException e) {
          findings.add(text.get().place(), fields.path("ports", i), e.what(), e.expected());
        }
      }
    }
    return ports;
  }

  private List<Client> clients(Fields fields) {
    List<Value> values = fields.list("from", true, FROM);
    List<Client> clients = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      Optional<Value.Text> text = fields.word(values.get(i), "from", i, "a client");
      if (text.isPresent()) {
        try {
          clients.addAll(Client.parseAll(text.get().text()));
        } catch (SyntaxException e) {
          findings.add(text.get().place(), fields.path("from", i), e.what(), e.expected());
        }
      }
    }
    return clients;
  }

  private int keep(Fields fields, List<Outlet> to) {
    boolean open = !to.isEmpty() && to.getLast().isDirect();
    Duration normal = open ? Duration.ZERO : Duration.ofSeconds(Lifetime.KEEP_CLOSED);
    Duration keep = fields.duration("keep", Duration.ZERO, LONGEST_TTL, normal);
    if (keep.toMillisPart() != 0) {
      findings.add(
          fields.place("keep"), fields.path("keep"), "has a fraction of a second", "whole seconds");
    }
    return (int) keep.toSeconds();
  }

  private Lifetime ttl(Fields rule) {
    Optional<Fields> fields = rule.fields("ttl", Keys.TTL);
    if (fields.isEmpty()) {
      return Lifetime.DEFAULT;
    }
    Duration unset = Duration.ZERO;
    Duration min = fields.get().duration("min", SECOND, LONGEST_TTL, unset);
    Duration max = fields.get().duration("max", SECOND, LONGEST_TTL, unset);
    int low = (int) min.toSeconds();
    int high = (int) max.toSeconds();
    if (min.toMillisPart() != 0 || max.toMillisPart() != 0) {
      findings.add(
          fields.get().place(), rule.path("ttl"), "has a fraction of a second", "whole seconds");
      return Lifetime.DEFAULT;
    }
    // A bound that conflicts with the other bound's default moves that default.
    if (low == 0) {
      low = high == 0 ? Lifetime.DEFAULT.min() : Math.min(Lifetime.DEFAULT.min(), high);
    }
    if (high == 0) {
      high = Math.max(Lifetime.DEFAULT.max(), low);
    }
    if (low > high) {
      findings.add(
          fields.get().place(), rule.path("ttl"), "has a min above its max", "a min not above max");
      return Lifetime.DEFAULT;
    }
    return new Lifetime(low, high);
  }
}
