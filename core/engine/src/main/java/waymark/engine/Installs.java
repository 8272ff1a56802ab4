package waymark.engine;

import java.util.HashMap;
import java.util.Map;
import waymark.policy.Address;
import waymark.policy.Decision;

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
    try {
      plane.install(
          table.policy,
          () -> {
            hosts.clear();
            hosts.putAll(threads.onEngine(() -> begin(table)));
            return hosts;
          });
    } catch (RuntimeException e) {
      // It is installed because what is carried is not what it should be.
      threads.tellEngine(commits::failed);
      throw e;
    }
    threads.tellEngine(() -> commits.installed(table, hosts));
    return hosts;
  }

  private Map<Address, Decision> begin(Table table) {
    commits.installing();
    return table.addressEntries.targets();
  }

  /**
   * Installs the table that is to take the place of the one in force; returns what the plane
   * carries then. Where that fails, the caller tells the commits what is carried.
   *
   * @throws PlaneException when the plane could not
   */
  Map<Address, Decision> install(Replacement next) {
    Map<Address, Decision> hosts = new HashMap<>();
    plane.install(
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
}
