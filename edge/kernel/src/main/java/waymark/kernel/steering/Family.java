package waymark.kernel.steering;

import java.util.Collection;
import java.util.List;
import waymark.policy.Network;

/** An address family. As a match: the packet is of this family. */
public enum Family implements Match {
  IPV4,
  IPV6;

  public static final List<Family> BOTH = List.of(values());

  public static Family of(boolean ipv4) {
    return ipv4 ? IPV4 : IPV6;
  }

  public boolean isIpv4() {
    return this == IPV4;
  }

  public boolean has(Network network) {
    return network.base().isIpv4() == isIpv4();
  }

  /** The networks of this family, in their order. */
  public List<Network> of(Collection<Network> networks) {
    return networks.stream().filter(this::has).toList();
  }
}
