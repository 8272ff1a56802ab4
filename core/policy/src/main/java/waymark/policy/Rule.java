package waymark.policy;

import java.util.List;

/**
 * What goes where.
 *
 * @param name unique in a policy: 1 to 100 characters, none of them a control character
 * @param to links and groups in the order in which they are tried; at least one, none twice
 * @param names which names
 * @param networks which addresses, whatever their name
 * @param areas which countries and the like
 * @param scope which connections to them
 * @param weight the rule with the greater one wins: -1,000,000 to 1,000,000
 * @param ttl bounds of a lease's life
 * @param reconnect whether flows to a newly learned address that go out by another link are ended
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
    boolean reconnect) {
  /** The greatest weight; its negative is the least. */
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
      throw new IllegalArgumentException("rule '" + name + "' leads nowhere");
    }
    for (int i = 1; i < to.size(); i++) {
      if (to.subList(0, i).contains(to.get(i))) {
        throw new IllegalArgumentException(
            "rule '" + name + "' names '" + to.get(i).name() + "' twice");
      }
    }
  }

  /** A rule about all connections, of no areas. */
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

  /** A rule about all connections, of few names, packed here. */
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

  /** Whether the text can be the name of a rule. */
  public static boolean isName(String text) {
    if (text.isBlank() || text.length() > 100) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether traffic may go as the main routing table says when no link before that is up. */
  public boolean mayFailOpen() {
    return to.getLast().isDirect();
  }
}
