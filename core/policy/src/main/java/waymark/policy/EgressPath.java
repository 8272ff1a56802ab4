package waymark.policy;

import java.util.List;

/** How a link leaves the host. */
public sealed interface EgressPath {
  /** By the main routing table. */
  record Direct() implements EgressPath {}

  /** Not at all: connections are refused at once. */
  record Block() implements EgressPath {}

  /**
   * By a network interface.
   *
   * @param device the interface's name or alternative name, see {@link InterfaceName}
   * @param gateways the next hops: none, one, or one of each family
   */
  record Interface(String device, List<Address> gateways) implements EgressPath {
    public Interface {
      gateways = List.copyOf(gateways);
      InterfaceName.require(device);
      if (gateways.size() > 2
          || (gateways.size() == 2 && gateways.get(0).isIpv4() == gateways.get(1).isIpv4())) {
        throw new IllegalArgumentException(
            "an interface has at most one gateway of each family, not " + gateways);
      }
    }
  }
}
