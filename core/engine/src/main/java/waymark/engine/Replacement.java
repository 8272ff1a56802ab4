package waymark.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Policy;

/**
 * The table of another policy, before it takes the place of the one in force.
 *
 * <pre>
 *  engine's thread    copy ── sightings go on ──▶ catchUp ── sightings go on ──▶ finish
 *  control thread       └▶ judge ─▶ hosts ──────────┘ └▶ the plane installs ───────┘
 * </pre>
 *
 * <p>Judging every lease again takes long, so the control thread does it, from a copy. What is
 * learned meanwhile is remembered here, and this table learns it too: nothing is lost.
 */
final class Replacement {
  private final Policy before;
  private final Map<Address, Decision> hostsBefore;
  private final Table table;
  private final List<LeaseCopy> leases;

  /** Owned by the engine's thread. */
  private List<Sighted> meanwhile = new ArrayList<>();

  private record Sighted(List<String> names, Address address, int ttl, int client, long now) {}

  /** Copies what was learned so far. On the engine's thread. */
  Replacement(Table before, Policy policy, long now) {
    this.before = before.policy;
    hostsBefore = before.addressEntries.targets();
    table = before.emptied(policy, now);
    leases = before.copies();
  }

  Policy policy() {
    return table.policy;
  }

  /**
   * Judges what was copied. On the control thread.
   *
   * @param held what was held under this policy before
   */
  void judge(List<LeaseEvent.Held> held, long now) {
    EarlierLeases earlier = new EarlierLeases(table);
    earlier.judge(leases);
    earlier.remember(held, now);
  }

  /** Remembers what the table in force learns, or does not match. On the engine's thread. */
  void sighted(List<String> names, Address address, int ttl, int client, long now) {
    meanwhile.add(new Sighted(names, address, ttl, client, now));
  }

  /** What was learned since the last call. On the engine's thread. */
  private List<Sighted> take() {
    List<Sighted> taken = meanwhile;
    meanwhile = new ArrayList<>();
    return taken;
  }

  private void learn(List<Sighted> sightings) {
    for (Sighted sighted : sightings) {
      NameMatch match = table.match(sighted.names());
      table.learn(match, sighted.address(), sighted.ttl(), sighted.client(), sighted.now());
    }
  }

  /** What the plane should carry under it, so far. On the control thread. */
  Map<Address, Decision> hosts(Threads threads) {
    learn(threads.onEngine(this::take));
    Map<Address, Decision> hosts = table.addressEntries.targets();
    table.addressEntries.carried(hosts);
    return hosts;
  }

  /**
   * Learns what was learned since, which is little. On the engine's thread.
   *
   * @param hosts takes what the plane should carry because of it
   */
  void catchUp(Map<Address, Decision> hosts) {
    learn(take());
    table.addressEntries.update(hosts);
  }

  /** On the control thread. */
  Transition transition(Map<Address, Decision> hosts) {
    return Transition.of(before, hostsBefore, table, hosts);
  }

  /** The table, which has all that the one in force has learned. On the engine's thread. */
  Table finish(Table inForce) {
    learn(take());
    table.follow(inForce);
    return table;
  }
}
