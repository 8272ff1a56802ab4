package waymark.policy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
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
  private final List<Group> groups;
  private final List<Rule> rules;
  private final Claim fallback;
  private final Decision otherwise;

  /** Of each rule alone, so that the same decision is the same object. */
  private final Decision[] decisions;

  private final NameTable names;
  private final RegexTable regexes;
  private final NetworkTable networks;
  private final List<Interval> intervals;

  private Policy(
      List<Link> links, List<Group> groups, List<Rule> rules, List<? extends Outlet> otherwise) {
    this.links = List.copyOf(links);
    this.groups = List.copyOf(groups);
    this.rules = List.copyOf(rules);
    Rule rule = new Rule("default", otherwise, Names.NONE, List.of(), 0, Lifetime.DEFAULT, false);
    fallback = new Claim(rule, Specificity.DEFAULT, Precedence.DEFAULT, 0);
    this.otherwise = Decision.of(rule.to());
    decisions = new Decision[this.rules.size()];
    // Rules that lead alike share one: to compare the same thing with itself is quick.
    Map<List<Outlet>, Decision> alike = new HashMap<>();
    for (int i = 0; i < decisions.length; i++) {
      decisions[i] = alike.computeIfAbsent(this.rules.get(i).to(), Decision::of);
    }
    names = new NameTable(this.rules);
    regexes = new RegexTable(this.rules);
    networks = new NetworkTable(this.rules, fallback);
    intervals = networks.intervals(this::decide);
  }

  /**
   * Compiles a policy.
   *
   * @param links all links but {@link Link#DIRECT} and {@link Link#BLOCK}, which are always there
   * @param groups all groups, of these links
   * @param rules in the order of the file
   * @param otherwise where that goes which no rule claims, as {@link Rule#to}
   * @throws IllegalArgumentException for two links, groups or rules of one name, a rule or group of
   *     a link that is not among them, or more than {@link #MAX_RULES} rules
   */
  public static Policy compile(
      List<Link> links, List<Group> groups, List<Rule> rules, List<? extends Outlet> otherwise) {
    Map<String, Outlet> known = new HashMap<>();
    known.put(Link.DIRECT.name(), Link.DIRECT);
    known.put(Link.BLOCK.name(), Link.BLOCK);
    for (Link link : links) {
      add(known, link);
    }
    for (Group group : groups) {
      requireKnown(known, "group '" + group.name() + "'", group.links());
    }
    for (Group group : groups) {
      add(known, group);
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
    return new Policy(links, groups, rules, otherwise);
  }

  /** A policy without groups. */
  public static Policy compile(
      List<Link> links, List<Rule> rules, List<? extends Outlet> otherwise) {
    return compile(links, List.of(), rules, otherwise);
  }

  private static void add(Map<String, Outlet> known, Outlet outlet) {
    if (known.put(outlet.name(), outlet) != null) {
      throw new IllegalArgumentException("two links are called '" + outlet.name() + "'");
    }
  }

  private static void requireKnown(
      Map<String, Outlet> known, String who, List<? extends Outlet> to) {
    for (Outlet outlet : to) {
      if (!outlet.equals(known.get(outlet.name()))) {
        throw new IllegalArgumentException(who + " leads to a link not there: " + outlet.name());
      }
    }
  }

  /** The links, without direct and block. */
  public List<Link> links() {
    return links;
  }

  public List<Group> groups() {
    return groups;
  }

  /** The rules in the order of the file. */
  public List<Rule> rules() {
    return rules;
  }

  /** Where that goes which no rule claims. */
  public List<Outlet> otherwise() {
    return fallback.rule().to();
  }

  /** Whether only that may leave which a rule allows: the default is {@code block}. */
  public boolean deniesByDefault() {
    return otherwise().getFirst().isBlock();
  }

  /**
   * What claims to one address decide together.
   *
   * @param claims the strongest first; one of them, such as {@link #fallback}, is about all
   *     connections, and what is behind it does not matter
   */
  public Decision decide(List<Claim> claims) {
    Claim first = claims.getFirst();
    if (!first.rule().scope().isAll()) {
      return Decision.ofClaims(claims);
    }
    return first.isDefault() ? otherwise : decisions[first.order()];
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

  /** What each rule decides where no other has a say, the default's last; others may come up. */
  public List<Decision> decisions() {
    Set<Decision> decided = new LinkedHashSet<>();
    for (int i = 0; i < rules.size(); i++) {
      Claim claim =
          new Claim(
              rules.get(i), Specificity.EXACT, Precedence.ofName(0, i, Specificity.EXACT, 1), 0);
      decided.add(decide(List.of(claim, fallback)));
    }
    intervals.forEach(interval -> decided.add(interval.decision()));
    decided.add(otherwise);
    return List.copyOf(decided);
  }

  /** The strongest claim by network or area to an address, or {@link #fallback}. */
  public Claim network(Address address) {
    return networks.decisive(address).getFirst();
  }

  /**
   * The claims by network or area that decide about an address which no name claims: the strongest
   * first, the last and only the last about all connections.
   */
  public List<Claim> decisive(Address address) {
    return networks.decisive(address);
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
   * as v4-mapped), joined where neighbours have the same decision. Addresses in none of them are
   * the default's.
   */
  public List<Interval> intervals() {
    return intervals;
  }
}
