package waymark.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Policy;

/** Has the plane install a table. Owned by the control thread. */
final class Installs {
  private final Plane plane;
  private final Commits commits;
  private final Threads threads;

  Installs(Plane plane, Commits commits, Threads threads) {
    this.plane = plane;
    this.commits = commits;
    this.threads = threads;
  }

  /**
   * Installs the table that is in force; returns what the plane carries then.
   *
   * @throws PlaneException when the plane could not
   */
  Map<Address, Decision> install(Table table) {
    Map<Address, Decision> hosts = new HashMap<>();
    carry(
        table.policy,
        () -> {
          hosts.clear();
          hosts.putAll(threads.onEngine(() -> begin(table)));
          return hosts;
        });
    threads.tellEngine(() -> commits.installed(table, hosts));
    return hosts;
  }

  private Map<Address, Decision> begin(Table table) {
    commits.installing();
    return table.addressEntries.targets();
  }

  /**
   * Installs the table that is to take the place of the one in force; returns what the plane
   * carries then.
   *
   * @throws PlaneException when the plane could not
   */
  Map<Address, Decision> install(Replacement next) {
    Map<Address, Decision> hosts = new HashMap<>();
    carry(
        next.policy(),
        () -> {
          hosts.clear();
          hosts.putAll(next.hosts(threads));
          return threads.onEngine(() -> begin(next, hosts));
        });
    return hosts;
  }

  private Map<Address, Decision> begin(Replacement next, Map<Address, Decision> hosts) {
    commits.installing();
    next.catchUp(hosts);
    return hosts;
  }

  /** What fails leaves the plane in a state that nobody knows. */
  private void carry(Policy policy, Supplier<Map<Address, Decision>> hosts) {
    try {
      plane.install(policy, hosts);
    } catch (RuntimeException e) {
      threads.tellEngine(commits::failed);
      throw e;
    }
  }
}
