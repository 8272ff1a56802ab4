package waymark.engine;

import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import waymark.policy.Address;
import waymark.policy.Claim;
import waymark.policy.Decision;
import waymark.policy.Link;
import waymark.policy.Outlet;
import waymark.policy.Policy;
import waymark.policy.Rule;

/**
 * One policy in the place of another, or of what somebody else made of it: what was and what will
 * be decided for any address. Immutable; may be asked by many threads at once.
 */
public final class Transition {
  private final Policy before;

  /** What was decided by name. */
  private final Map<Address, Decision> hostsBefore;

  private final Policy after;

  /** What will be. */
  private final Map<Address, Decision> hostsAfter;

  /** The addresses of those whose rule leaves connections alone. */
  private final Set<Address> staying;

  private final boolean beforeKnown;

  /** This host's own addresses, to which nothing of ours leads. */
  private final Set<Address> own;

  private Transition(
      Policy before,
      Map<Address, Decision> hostsBefore,
      Policy after,
      Map<Address, Decision> hostsAfter,
      Set<Address> staying,
      boolean beforeKnown,
      Set<Address> own) {
    this.before = before;
    this.hostsBefore = hostsBefore;
    this.after = after;
    this.hostsAfter = hostsAfter;
    this.staying = staying;
    this.beforeKnown = beforeKnown;
    this.own = own;
  }

  /**
   * From one policy to the next.
   *
   * @param hostsBefore what was decided by name
   * @param hostsAfter what will be decided by name
   */
  static Transition of(
      Policy before,
      Map<Address, Decision> hostsBefore,
      Table after,
      Map<Address, Decision> hostsAfter) {
    return new Transition(
        before,
        hostsBefore,
        after.policy,
        hostsAfter,
        after.addressEntries.staying(hostsAfter.keySet(), rule -> !rule.reconnect()),
        true,
        Set.of());
  }

  /**
   * From an unknown state, after a change by another process, to what is decided.
   *
   * @param hosts what is decided by name
   */
  static Transition fromUnknown(Table table, Map<Address, Decision> hosts) {
    // Nobody has decided that connections leave by a link that a fail-closed rule does not name.
    Set<Address> staying =
        table.addressEntries.staying(
            hosts.keySet(), rule -> !rule.reconnect() && rule.mayFailOpen());
    return new Transition(table.policy, hosts, table.policy, hosts, staying, false, table.own());
  }

  /** The policy before the change. */
  public Policy before() {
    return before;
  }

  /** The policy after the change. */
  public Policy after() {
    return after;
  }

  /**
   * Whether all connections go where {@link #before} says. Where not, even one without our mark may
   * be in the wrong place.
   */
  public boolean isBeforeKnown() {
    return beforeKnown;
  }

  /** What was decided for an address. */
  public Decision before(Address address) {
    return decision(before, hostsBefore, address);
  }

  /** What will be decided for an address. */
  public Decision after(Address address) {
    return decision(after, hostsAfter, address);
  }

  private static Decision decision(Policy policy, Map<Address, Decision> hosts, Address address) {
    Decision decision = hosts.get(address);
    return decision == null ? policy.decide(policy.decisive(address)) : decision;
  }

  /** Whether connections to an address will leave another way than before. */
  public boolean changes(Address address) {
    return !isSame(before(address), after(address));
  }

  /**
   * Whether connections to an address that leave by another link than will be decided are ended.
   */
  public boolean moves(Address address) {
    boolean held = hostsAfter.containsKey(address);
    Claim network = after.network(address);
    if (!(held ? !staying.contains(address) : follows(network.rule()))) {
      return false;
    }
    // What no rule decides was and is on its way by the routes of this host.
    return beforeKnown
        ? changes(address)
        : !own.contains(address) && (held || !network.equals(after.fallback()));
  }

  private boolean follows(Rule rule) {
    return rule.reconnect() || (!beforeKnown && !rule.mayFailOpen());
  }

  /**
   * What will be decided where something else was decided before. Where networks lead elsewhere it
   * is what any of them decides, changed or not.
   */
  public Set<Decision> decidedAnew() {
    Set<Decision> anew = new HashSet<>();
    hostsBefore.keySet().forEach(address -> addChanged(anew, address));
    hostsAfter.keySet().forEach(address -> addChanged(anew, address));
    Decision otherwise = after.decide(List.of(after.fallback()));
    if (!after.intervals().equals(before.intervals())
        || !otherwise.equals(before.decide(List.of(before.fallback())))) {
      after.intervals().forEach(interval -> anew.add(interval.decision()));
      anew.add(otherwise);
    }
    return anew;
  }

  private void addChanged(Set<Decision> anew, Address address) {
    Decision decided = after(address);
    if (!anew.contains(decided) && !isSame(before(address), decided)) {
      anew.add(decided);
    }
  }

  /** The addresses that a name decided about before. */
  public Collection<Address> heldBefore() {
    return hostsBefore.keySet();
  }

  /** The addresses that a name will decide about. */
  public Collection<Address> heldAfter() {
    return hostsAfter.keySet();
  }

  /** Whether an address is among {@link #heldAfter}. */
  public boolean isHeldAfter(Address address) {
    return hostsAfter.containsKey(address);
  }

  /** By names: a link of another weight or gateway is the same way out. */
  private static boolean isSame(Decision before, Decision after) {
    List<Decision.Branch> old = before.branches();
    List<Decision.Branch> now = after.branches();
    if (old.equals(now)) {
      return true;
    }
    if (old.size() != now.size()) {
      return false;
    }
    for (int i = 0; i < old.size(); i++) {
      if (!old.get(i).scope().equals(now.get(i).scope())
          || !isSame(old.get(i).to(), now.get(i).to())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSame(List<Outlet> before, List<Outlet> after) {
    if (before.size() != after.size()) {
      return false;
    }
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).name().equals(after.get(i).name())
          || !isSameLinks(before.get(i).links(), after.get(i).links())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSameLinks(List<Link> before, List<Link> after) {
    Iterator<Link> other = after.iterator();
    return before.size() == after.size()
        && before.stream().allMatch(link -> link.name().equals(other.next().name()));
  }
}
