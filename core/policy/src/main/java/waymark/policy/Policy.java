package waymark.policy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The compiled links, groups, rules and default. Says which rules claim a name or an address, and
 * how strongly. Immutable, and safe for use by many threads.
 */
public final class Policy {
  /** The greatest number of rules. */
  public static final int MAX_RULES = Precedence.MAX_RULES;

  /** Of a network with its two intervals, as measured. */
  private static final long NETWORK_BYTES = 160;

  /** Of an expression of ordinary size. */
  private static final long REGEX_BYTES = 4_096;

  private final List<Link> links;
  private final List<Group> groups;
  private final List<Rule> rules;
  private final Claim fallback;
  private final Decision otherwise;

  /** The decision of each rule alone; equal decisions are the same object. */
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
    // Rules with the same outlets share a decision: an object is quickly compared with itself.
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
   * @param links all links except {@link Link#DIRECT} and {@link Link#BLOCK}, which always exist
   * @param groups all groups; their links are among {@code links}
   * @param rules in the order of the file
   * @param otherwise where connections go that no rule claims, in the form of {@link Rule#to}
   * @throws IllegalArgumentException for a duplicate name of a link, group or rule, for a rule or
   *     group with an unknown link, and for more than {@link #MAX_RULES} rules
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
        throw new IllegalArgumentException(who + " leads to an unknown link: " + outlet.name());
      }
    }
  }

  /** The links, without {@code direct} and {@code block}. */
  public List<Link> links() {
    return links;
  }

  /** The groups in the order of the file. */
  public List<Group> groups() {
    return groups;
  }

  /** About how many bytes of memory it takes: its names and networks, with their tables. */
  public long footprint() {
    long bytes = 0;
    for (Rule rule : rules) {
      bytes += 2L * rule.names().packed().length + REGEX_BYTES * rule.names().regexes().size();
      bytes += NETWORK_BYTES * rule.networks().size();
      for (Area area : rule.areas()) {
        bytes += NETWORK_BYTES * area.networks().size();
      }
    }
    return bytes;
  }

  /** The rules in the order of the file. */
  public List<Rule> rules() {
    return rules;
  }

  /** Where connections go that no rule claims. */
  public List<Outlet> otherwise() {
    return fallback.rule().to();
  }

  /**
   * Whether the default is {@code block}, so that only connections that a rule allows may leave.
   */
  public boolean deniesByDefault() {
    return otherwise().getFirst().isBlock();
  }

  /**
   * The decision that follows from the claims to one address.
   *
   * @param claims the strongest first; one of them, such as {@link #fallback}, covers all
   *     connections, and the claims after it are ignored
   */
  public Decision decide(List<Claim> claims) {
    Claim first = claims.getFirst();
    if (!first.rule().scope().isAll()) {
      return Decision.ofClaims(claims);
    }
    return first.isDefault() ? otherwise : decisions[first.order()];
  }

  /** The default's claim to every address: weaker than all other claims. */
  public Claim fallback() {
    return fallback;
  }

  /**
   * The strongest claim of each rule to a name, the strongest first. Allocates nothing if no rule
   * claims the name.
   *
   * @param names the name and its CNAME chain: a rule claims the name if it matches any of them.
   *     Capitals and a final dot do not matter
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

  /**
   * The decision of each rule by itself and of each interval, the default's last; overlapping rules
   * may lead to more.
   */
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
   * The claims by network or area that decide about an address that no name claims, the strongest
   * first. The last claim, and no other, covers all connections.
   */
  public List<Claim> decisive(Address address) {
    return networks.decisive(address);
  }

  /**
   * The strongest claim by network or area of each rule to an address, the strongest first.
   * Searches all networks: for explanations, not for decisions.
   */
  public List<Claim> networks(Address address) {
    return NetworkTable.all(rules, address);
  }

  /**
   * The decisions of all networks: disjoint intervals in ascending order, with IPv4 in its
   * v4-mapped place. Adjacent intervals with the same decision are joined. The default decides
   * about all other addresses.
   */
  public List<Interval> intervals() {
    return intervals;
  }
}
