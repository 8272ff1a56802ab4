package waymark.kernel.steering;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import waymark.kernel.plane.Desired;
import waymark.policy.EgressPath;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Outlet;

/**
 * How a connection leaves this host. Each egress has a chain, to which the rules send connections.
 *
 * <p>An {@link Outlet} is what the policy names; an egress is what the kernel does with it. A new
 * kind of link is a new case here, and does not compile until every chain and every printer handles
 * it.
 */
public sealed interface Egress extends ChainId.Regular {
  /** By the main routing table. */
  record MainTable() implements Egress {}

  /** Refused at once. */
  record Refusal() implements Egress {}

  /**
   * By an interface, with the mark of a link; the device is the interface's name at this moment.
   */
  record ByInterface(int link, String device) implements Egress {}

  /** By one of several links: the group of the policy with this index. */
  record ByGroup(int index) implements Egress {}

  /** Every egress of a policy, used by a rule or not. */
  static Set<Egress> all(Desired desired) {
    Set<Egress> all = new LinkedHashSet<>();
    all.add(new MainTable());
    desired.policy().links().forEach(link -> all.add(of(link, desired)));
    all.add(new Refusal());
    desired.policy().groups().forEach(group -> all.add(of(group, desired)));
    return all;
  }

  /** Those of a policy that are links at interfaces. */
  static List<ByInterface> interfaces(Desired desired) {
    return interfaces(all(desired).stream());
  }

  /** Those that are links at interfaces. */
  static List<ByInterface> interfaces(Stream<Egress> all) {
    return all.filter(ByInterface.class::isInstance).map(ByInterface.class::cast).toList();
  }

  /** The egress of a link or group of the policy. */
  static Egress of(Outlet outlet, Desired desired) {
    return switch (outlet) {
      case Link link -> of(link, desired);
      case Group group -> new ByGroup(desired.policy().groups().indexOf(group));
    };
  }

  /** The egress of a link. */
  static Egress of(Link link, Desired desired) {
    return switch (link.egressPath()) {
      case EgressPath.Direct() -> new MainTable();
      case EgressPath.Block() -> new Refusal();
      case EgressPath.Interface _ ->
          new ByInterface(desired.numbers().of(link), desired.conditions().device(link));
    };
  }
}
