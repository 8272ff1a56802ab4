package waymark.policy;

import java.util.List;

/**
 * Which connections go where.
 *
 * @param name unique in a policy: 1 to 100 characters, all {@link Printable}
 * @param to links and groups in the order in which they are tried; at least one, no duplicates
 * @param names the names that it matches
 * @param networks the addresses that it matches, whatever their name
 * @param areas the countries and autonomous systems that it matches
 * @param scope the connections to these destinations that it matches
 * @param weight -1,000,000 to 1,000,000; the rule with the greater weight wins
 * @param ttl the bounds of a lease's lifetime
 * @param reconnect whether connections to a newly learned address that use another link are ended
 * @param learnsPrivate whether its names may lead to {@linkplain AddressClass#isPrivate private
 *     addresses}
 */
public record Rule(
    String name,
    List<Outlet> to,
    Names names,
    List<Network> networks,
    List<Area> areas,
    Scope scope,
    int weight,
    Lifetime ttl,
    boolean reconnect,
    boolean learnsPrivate) {
  /** The greatest weight; its negative is the smallest. */
  public static final int MAX_WEIGHT = 1_000_000;

  public Rule {
    to = List.copyOf(to);
    networks = List.copyOf(networks);
    areas = List.copyOf(areas);
    if (!isName(name)) {
      throw new IllegalArgumentException("'" + name + "' is not the name of a rule");
    }
    if (weight < -MAX_WEIGHT || weight > MAX_WEIGHT) {
      throw new IllegalArgumentException(
          "rule '" + name + "': a weight is -1000000 to 1000000, not " + weight);
    }
    if (to.isEmpty()) {
      throw new IllegalArgumentException("rule '" + name + "' has no outlet");
    }
    for (int i = 1; i < to.size(); i++) {
      if (to.subList(0, i).contains(to.get(i))) {
        throw new IllegalArgumentException(
            "rule '" + name + "' names '" + to.get(i).name() + "' twice");
      }
    }
  }

  /** A rule that learns no private addresses. */
  public Rule(
      String name,
      List<Outlet> to,
      Names names,
      List<Network> networks,
      List<Area> areas,
      Scope scope,
      int weight,
      Lifetime ttl,
      boolean reconnect) {
    this(name, to, names, networks, areas, scope, weight, ttl, reconnect, false);
  }

  /** A rule without areas that covers all connections. */
  public Rule(
      String name,
      List<? extends Outlet> to,
      Names names,
      List<Network> networks,
      int weight,
      Lifetime ttl,
      boolean reconnect) {
    this(name, List.copyOf(to), names, networks, List.of(), Scope.ALL, weight, ttl, reconnect);
  }

  /** A rule without areas that covers all connections, and whose names are packed here. */
  public Rule(
      String name,
      List<? extends Outlet> to,
      List<NamePattern> names,
      List<Network> networks,
      int weight,
      Lifetime ttl,
      boolean reconnect) {
    this(name, to, Names.of(names), networks, weight, ttl, reconnect);
  }

  /** Whether the text is a valid name of a rule. */
  public static boolean isName(String text) {
    return !text.isBlank() && text.length() <= 100 && Printable.isPrintable(text);
  }

  /** Whether connections use the main routing table while no link before it is up. */
  public boolean mayFailOpen() {
    return to.getLast().isDirect();
  }
}
