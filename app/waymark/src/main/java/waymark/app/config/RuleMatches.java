package waymark.app.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import waymark.learn.CountryCode;
import waymark.learn.Wanted;
import waymark.policy.Client;
import waymark.policy.NamePattern;
import waymark.policy.Names;
import waymark.policy.Network;
import waymark.policy.PortRange;
import waymark.policy.Scope;
import waymark.policy.SyntaxException;

/** Reads the keys of a rule that say what it matches: destinations, ports and clients. */
final class RuleMatches {
  /** The keys that name destinations. */
  private static final List<String> DESTINATIONS =
      List.of("domains", "networks", "countries", "asn", "lists");

  /** All keys that a rule may match by. */
  private static final List<String> KEYS =
      List.of("domains", "networks", "countries", "asn", "lists", "ports", "from");

  private static final String DOMAINS =
      "a list of names: [example.com, \"=only.example\", \"*.below.example\", \"/regex/\"]";
  private static final String NETWORKS = "a list of networks: [203.0.113.0/24, \"2001:db8::/32\"]";
  private static final String COUNTRIES = "a list of countries: [NL, DE]";
  private static final String SYSTEMS = "a list of autonomous systems: [64500, AS64501]";
  private static final String PORTS = "a list of ports: [443, tcp/22, udp/5000-6000]";
  private static final String FROM =
      "a list of clients: [192.168.1.0/24, 192.168.2.10-192.168.2.20, \"interface:br-guest\","
          + " \"mac:02:00:5e:10:00:01\", self]";

  private static final long LAST_SYSTEM = 0xffff_ffffL;

  /** Every address: the destinations of a rule that has only ports or clients. */
  private static final List<Network> EVERYWHERE =
      List.of(Network.parse("0.0.0.0/0"), Network.parse("::/0"));

  private final Fields rule;
  private final Findings findings;

  RuleMatches(Fields rule, Findings findings) {
    this.rule = rule;
    this.findings = findings;
  }

  /** Adds a rule that matches nothing to the findings. */
  void requireAny() {
    if (!rule.hasAny(KEYS) && !rule.hasAny(Keys.RULE.later())) {
      findings.add(
          rule.place(), rule.path(), "matches nothing", "one of " + String.join(", ", KEYS));
    }
  }

  Names names() {
    Names.Builder names = new Names.Builder();
    each("domains", false, DOMAINS, "a name", word -> names.add(NamePattern.parse(word)));
    return names.build();
  }

  /** What the rule takes from lists, countries and autonomous systems. */
  Wanted wanted(ListTable lists) {
    return new Wanted(lists.named(rule), countries(), systems());
  }

  private Set<String> countries() {
    Set<String> codes = new HashSet<>();
    each("countries", true, COUNTRIES, "a country", word -> codes.add(CountryCode.normalize(word)));
    return codes;
  }

  private Set<Long> systems() {
    Set<Long> numbers = new HashSet<>();
    each("asn", true, SYSTEMS, "an autonomous system", word -> numbers.add(system(word)));
    return numbers;
  }

  private static long system(String word) {
    String digits = word.toUpperCase(Locale.ROOT).startsWith("AS") ? word.substring(2) : word;
    boolean decimal =
        !digits.isEmpty()
            && digits.length() <= 10
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!decimal || Long.parseLong(digits) > LAST_SYSTEM) {
      throw new SyntaxException(Fields.quoted(word), SYSTEMS);
    }
    return Long.parseLong(digits);
  }

  /** The networks in the file, or all where the rule names no destinations. */
  List<Network> networks() {
    if (!rule.hasAny(DESTINATIONS)) {
      return EVERYWHERE;
    }
    List<Network> networks = new ArrayList<>();
    each("networks", false, NETWORKS, "a network", word -> networks.add(Network.parse(word)));
    return networks;
  }

  Scope scope() {
    List<PortRange> ports = new ArrayList<>();
    each("ports", true, PORTS, "a port", word -> ports.add(PortRange.parse(word)));
    List<Client> clients = new ArrayList<>();
    each("from", true, FROM, "a client", word -> clients.addAll(Client.parseAll(word)));
    return new Scope(ports, clients);
  }

  /**
   * Reads each item of a list, and adds those that cannot be read to the findings.
   *
   * @param orOne whether a single text may stand for a list of one
   * @param read throws {@link SyntaxException}
   */
  private void each(
      String key, boolean orOne, String expected, String item, Consumer<String> read) {
    List<Value> values = rule.list(key, orOne, expected);
    for (int i = 0; i < values.size(); i++) {
      Optional<Value.Text> text = rule.word(values.get(i), key, i, item);
      if (text.isPresent()) {
        try {
          read.accept(text.get().text());
        } catch (SyntaxException e) {
          findings.add(text.get().place(), rule.path(key, i), e.what(), e.expected());
        }
      }
    }
  }
}
