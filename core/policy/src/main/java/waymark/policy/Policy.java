package waymark.policy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Links, rules and default, compiled: says of any name or address which rules claim it and how
 * strongly. Immutable; may be asked by many threads at once.
 */
public final class Policy {
  /** How many rules a policy has at most. */
  public static final int MAX_RULES = Precedence.MAX_RULES;

  private final List<Link> links;
  private final List<Rule> rules;
  private final Claim fallback;
  private final NameTable names;
  private final RegexTable regexes;
  private final NetworkTable networks;

  private Policy(List<Link> links, List<Rule> rules, List<Link> otherwise) {
    this.links = List.copyOf(links);
    this.rules = List.copyOf(rules);
    Rule rule = new Rule("default", otherwise, Names.NONE, List.of(), 0, Lifetime.DEFAULT, false);
    fallback = new Claim(rule, Specificity.DEFAULT, Precedence.DEFAULT, 0);
    names = new NameTable(this.rules);
    regexes = new RegexTable(this.rules);
    networks = new NetworkTable(this.rules);
  }

  /**
   * Compiles a policy.
   *
   * @param links all links but {@link Link#DIRECT} and {@link Link#BLOCK}, which are always there
   * @param rules in the order of the file
   * @param otherwise where that goes which no rule claims, as {@link Rule#to}
   * @throws IllegalArgumentException for two links or rules of one name, a rule to a link that is
   *     not among them, or more than {@link #MAX_RULES} rules
   */
  public static Policy compile(List<Link> links, List<Rule> rules, List<Link> otherwise) {
    Map<String, Link> known = new HashMap<>();
    known.put(Link.DIRECT.name(), Link.DIRECT);
    known.put(Link.BLOCK.name(), Link.BLOCK);
    for (Link link : links) {
      if (known.put(link.name(), link) != null) {
        throw new IllegalArgumentException("two links are called '" + link.name() + "'");
      }
    }
    if (rules.size() > MAX_RULES) {
      throw new IllegalArgumentException(rules.size() + " rules, more than " + MAX_RULES);
    }
    Set<String> titles = new HashSet<>();
    for (Rule rule : rules) {
      if (!titles.add(rule.name())) {
        throw new IllegalArgumentException("two rules are called '" + rule.name() + "'");
      }
      requireKnown(known, "rule '" + rule.name() + "'", rule.to());
    }
    requireKnown(known, "the default", otherwise);
    return new Policy(links, rules, otherwise);
  }

  private static void requireKnown(Map<String, Link> known, String who, List<Link> to) {
    for (Link link : to) {
      if (!link.equals(known.get(link.name()))) {
        throw new IllegalArgumentException(who + " leads to a link not there: " + link.name());
      }
    }
  }

  /** The links, without direct and block. */
  public List<Link> links() {
    return links;
  }

  /** The rules in the order of the file. */
  public List<Rule> rules() {
    return rules;
  }

  /** Where that goes which no rule claims. */
  public List<Link> otherwise() {
    return fallback.rule().to();
  }

  /** The claim of the default to everything: weaker than all others. */
  public Claim fallback() {
    return fallback;
  }

  /**
   * The claims to a name: the strongest of each rule, the strongest first.
   *
   * @param names the name and its CNAME chain, all in one: a rule claims if any of them matches.
   *     Capitals and a final dot do not matter
   * @return empty, and then nothing was allocated, when no rule claims it
   */
  public List<Claim> claims(List<String> names) {
    Claims found = Claims.NONE;
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      found = this.names.match(name, found);
      found = regexes.match(name, found);
    }
    return found.best();
  }

  /** The claim by network that wins an address, or {@link #fallback}. */
  public Claim network(Address address) {
    return networks.winner(address, fallback);
  }

  /**
   * Every claim by network to an address: the strongest of each rule, the strongest first. Looks
   * through all networks: for explaining, not for deciding.
   */
  public List<Claim> networks(Address address) {
    return NetworkTable.all(rules, address);
  }

  /**
   * What the networks of all rules decide: disjoint intervals in ascending order (IPv4 at its place
   * as v4-mapped), joined where neighbours go to the same links. Addresses in none of them are the
   * default's.
   */
  public List<Interval> intervals() {
    return networks.intervals();
  }
}
