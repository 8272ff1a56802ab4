package waymark.kernel.links;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import waymark.kernel.model.InterfaceState;
import waymark.kernel.model.Interfaces;
import waymark.kernel.model.Marks;
import waymark.kernel.system.Sysctls;
import waymark.netlink.AddressFamily;
import waymark.netlink.RouteHop;
import waymark.policy.Address;
import waymark.policy.Link;
import waymark.policy.Policy;

/**
 * The links of the policy on this host, for any plane: their numbers, rules, routing tables and
 * kernel settings, and which of them are up. Owned by the engine's thread; any may ask for {@link
 * #states}.
 */
public final class Uplinks implements AutoCloseable {
  private final Marks marks;
  private final LinkNumbering numbering;
  private final Sysctls sysctls;
  private final boolean forwarding;
  private final LinkRoutes routes;
  private Set<String> unhealthy = Set.of();
  private volatile Seen seen = new Seen(Interfaces.NONE, LinkConditions.NONE);

  /** The names of links that a family can leave by no more; nobody has been told yet. */
  private final Set<String> fallen = new HashSet<>();

  /**
   * What was found at one moment.
   *
   * @param around what of it the planes go by
   */
  public record Seen(Interfaces host, LinkConditions around) {}

  /**
   * The links of no policy yet.
   *
   * @param forwarding whether this host forwards for others
   */
  public Uplinks(Marks marks, LinkNumbering numbering, Sysctls sysctls, boolean forwarding) {
    this.marks = marks;
    this.numbering = numbering;
    this.sysctls = sysctls;
    this.forwarding = forwarding;
    routes = new LinkRoutes(marks);
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
    return routes.hasIpv6();
  }

  /** Whether IPv4, for each family that the kernel has. */
  public List<Boolean> families() {
    return hasIpv6() ? List.of(true, false) : List.of(true);
  }

  /** How a link is left by in a family; exception where it is not now. */
  public RouteHop hop(Link link, AddressFamily family) {
    return routes.hop(link, family).orElseThrow();
  }

  public boolean hasHop(Link link, AddressFamily family) {
    return routes.hop(link, family).isPresent();
  }

  /** The host's interfaces and addresses now. */
  public Interfaces host() {
    return routes.host();
  }

  /** Makes rules and tables for the links of a policy; those of others stay. */
  public Seen prepare(Policy policy) {
    Interfaces host = routes.host();
    Map<String, InterfaceState> found =
        routes.install(InterfaceLinks.of(policy), numbers(policy), host);
    return new Seen(host, LinkConditions.of(policy, host, InterfaceState.judged(found, unhealthy)));
  }

  /** Nothing is marked any more for links that are not in this policy. */
  public void keepOnly(Policy policy) {
    routes.forgetOthers(InterfaceLinks.of(policy), numbers(policy));
  }

  /** Sets what the ways of this policy need. */
  public void set(Policy policy) {
    sysctls.set(
        InterfaceLinks.of(policy).stream().map(InterfaceLinks::device).toList(), forwarding);
  }

  /** From now on these are the states. */
  public void take(Seen found) {
    fallen.addAll(InterfaceState.wentDown(states(), found.around().links()));
    seen = found;
  }

  /** As they were taken. */
  public Seen seen() {
    return seen;
  }

  /** As it was taken. */
  public LinkConditions around() {
    return seen.around();
  }

  /** As they were taken, by the links' names. */
  public Map<String, InterfaceState> states() {
    return seen.around().links();
  }

  /** What checks say: the names of links that are taken for down from the next look on. */
  public void judge(Set<String> unhealthy) {
    this.unhealthy = Set.copyOf(unhealthy);
  }

  /**
   * Looks again, and mends rules and tables.
   *
   * @param routed whether what is decided is in routes: other interfaces of the host matter then,
   *     and what was missing in the links' tables is missing there as well
   * @param carry has the plane go by what is around now, when it differs; where it fails the next
   *     call tries again
   * @return the links that a family can leave by no more since the last call
   */
  public List<Link> refresh(Policy policy, boolean routed, Consumer<LinkConditions> carry) {
    Seen found = prepare(policy);
    keepOnly(policy);
    Seen before = seen;
    boolean same =
        routed
            ? found.equals(before) && !routes.isMended()
            : found.around().equals(before.around());
    if (!same) {
      // A link is up for those who ask before anything leaves by it again.
      take(found);
      try {
        carry.accept(found.around());
        set(policy);
      } catch (RuntimeException e) {
        seen = before;
        throw e;
      }
      InterfaceState.report(before.around().links(), found.around().links());
    }
    return fallen(policy);
  }

  private List<Link> fallen(Policy policy) {
    List<Link> links =
        InterfaceLinks.of(policy).stream().filter(link -> fallen.contains(link.name())).toList();
    fallen.clear();
    return links;
  }

  /** Whether rules or routes had to be put back since it was asked last. */
  public boolean hasMended() {
    return routes.hasMended();
  }

  /** Every address of this host. */
  public Set<Address> own() {
    return routes.host().own();
  }

  public Invariant routesIntact() {
    return new Invariant(LinkRoutes.WHAT, routes::areIntact);
  }

  public Invariant settingsIntact() {
    return new Invariant("the settings of the kernel", sysctls::areSet);
  }

  /** Takes every rule and table away, and puts the settings back. */
  public void remove() {
    routes.remove();
    sysctls.restore();
  }

  @Override
  public void close() {
    routes.close();
  }
}
