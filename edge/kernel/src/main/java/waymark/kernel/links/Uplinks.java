package waymark.kernel.links;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import waymark.kernel.model.InterfaceNames;
import waymark.kernel.model.InterfaceState;
import waymark.kernel.model.Interfaces;
import waymark.kernel.model.KernelPart;
import waymark.kernel.model.Marks;
import waymark.kernel.system.Sysctls;
import waymark.policy.Link;
import waymark.policy.Policy;

/**
 * The links of the policy on this host, for any plane: their numbers, rules, routing tables and
 * kernel settings, and which of them are up. Owned by the control thread; any may ask for {@link
 * #states}.
 */
public final class Uplinks implements AutoCloseable {
  private final Marks marks;
  private final LinkNumbering numbering;
  private final Sysctls sysctls;
  private final boolean forwarding;
  private final LinkTables tables;
  private Set<String> unhealthy = Set.of();

  /** As they were when links were last prepared. */
  private InterfaceNames names = InterfaceNames.NONE;

  private volatile Seen seen = new Seen(Interfaces.NONE, LinkConditions.NONE);

  /** The names of links that went down for a family and have not been reported yet. */
  private final Set<String> fallen = new HashSet<>();

  /** The names of links that moved to another interface and have not been reported yet. */
  private final Set<String> moved = new HashSet<>();

  /** Whether a repair of rules or routes has not been reported yet. */
  private boolean repaired;

  /** The routes of others that were removed and have not been reported yet. */
  private final List<String> foreign = new ArrayList<>();

  /**
   * What was found at one moment.
   *
   * @param conditions that the planes go by
   */
  public record Seen(Interfaces interfaces, LinkConditions conditions) {}

  /**
   * The links of no policy yet.
   *
   * @param forwarding whether this host forwards for others
   */
  public Uplinks(
      Marks marks,
      LinkNumbering numbering,
      LinkTables tables,
      Sysctls sysctls,
      boolean forwarding) {
    this.marks = marks;
    this.numbering = numbering;
    this.sysctls = sysctls;
    this.forwarding = forwarding;
    this.tables = tables;
  }

  public Marks marks() {
    return marks;
  }

  /** The numbers of a policy's links, which they keep from now on. */
  public LinkNumbers numbers(Policy policy) {
    return numbering.number(policy.links());
  }

  /** The numbers that the links would get. */
  public LinkNumbers preview(Policy policy) {
    return numbering.preview(policy.links());
  }

  public boolean hasIpv6() {
    return tables.hasIpv6();
  }

  /** Whether IPv4, for each family that the kernel has. */
  public List<Boolean> families() {
    return hasIpv6() ? List.of(true, false) : List.of(true);
  }

  /** How the links are left by, as they were when links were last prepared. */
  public LinkHops hops() {
    return tables.hops();
  }

  /** The host's interfaces and addresses now. */
  public Interfaces interfaces() {
    return tables.interfaces();
  }

  /** What planes would go by under a policy now. */
  public LinkConditions conditions(Policy policy) {
    Interfaces now = interfaces();
    return LinkConditions.of(policy, now, LinkListing.states(policy, now));
  }

  /** Makes rules and tables for the links of a policy; those of others stay. */
  public Seen prepare(Policy policy) {
    Interfaces interfaces = tables.interfaces();
    names = interfaces.names();
    LinkTables.Outcome outcome =
        tables.install(InterfaceLinks.of(policy), numbers(policy), interfaces);
    repaired |= outcome.repaired();
    foreign.addAll(outcome.foreign());
    return new Seen(
        interfaces,
        LinkConditions.of(policy, interfaces, InterfaceState.judged(outcome.states(), unhealthy)));
  }

  /** Nothing is marked any more for links that are not in this policy. */
  public void keepOnly(Policy policy) {
    repaired |= tables.removeOthers(InterfaceLinks.of(policy), numbers(policy));
  }

  /** Sets the kernel settings that this policy's links need. */
  public void set(Policy policy) {
    sysctls.set(
        InterfaceLinks.of(policy).stream()
            .map(link -> names.primary(InterfaceLinks.device(link)))
            .toList(),
        forwarding);
  }

  /** From now on these are the states. */
  public void take(Seen found) {
    fallen.addAll(InterfaceState.wentDown(states(), found.conditions().links()));
    moved.addAll(InterfaceState.moved(states(), found.conditions().links()));
    seen = found;
  }

  /** As they were taken, by the links' names. */
  public Map<String, InterfaceState> states() {
    return seen.conditions().links();
  }

  /** The name by which firewalls know the interface that has this name now. By any thread. */
  public String device(String name) {
    return seen.conditions().names().primary(name);
  }

  /** What checks say: the names of links that are taken for down from the next look on. */
  public void judge(Set<String> unhealthy) {
    this.unhealthy = Set.copyOf(unhealthy);
  }

  /**
   * Looks again, and repairs rules and tables.
   *
   * @param carry has the plane carry the conditions of this moment; called where anything about the
   *     host's interfaces differs or rules and tables were repaired. Where it fails the next call
   *     tries again
   */
  public LinkRefresh refresh(Policy policy, Consumer<LinkConditions> carry) {
    Seen found = prepare(policy);
    keepOnly(policy);
    Seen before = seen;
    if (repaired || !found.equals(before)) {
      // A link is up for those who ask before anything leaves by it again.
      take(found);
      try {
        carry.accept(found.conditions());
        set(policy);
      } catch (RuntimeException e) {
        seen = before;
        throw e;
      }
      InterfaceState.report(before.conditions().links(), found.conditions().links());
    }
    LinkRefresh refresh =
        new LinkRefresh(named(policy, fallen), named(policy, moved), repaired, foreign);
    fallen.clear();
    moved.clear();
    repaired = false;
    foreign.clear();
    return refresh;
  }

  private static List<Link> named(Policy policy, Set<String> names) {
    return InterfaceLinks.of(policy).stream().filter(link -> names.contains(link.name())).toList();
  }

  /** What should be in the kernel because of the links. */
  public List<Invariant> invariants() {
    return List.of(new Invariant(KernelPart.LINK_ROUTES, tables::areIntact));
  }

  /** Whether there is any rule of a link. */
  public boolean areThere() {
    return tables.areThere();
  }

  /** Removes every rule and table, and restores the settings. */
  public void remove() {
    tables.remove();
    sysctls.restore();
  }

  @Override
  public void close() {
    tables.close();
  }
}
