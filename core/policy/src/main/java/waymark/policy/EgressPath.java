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
   * @param device the interface's name, see {@link InterfaceName}
   */
  record Interface(String device, NextHop nextHop) implements EgressPath {
    public Interface {
      InterfaceName.require(device);
    }

    /** By gateways in the networks of the interface, at most one of each family. */
    public Interface(String device, List<Address> gateways) {
      this(device, NextHop.of(gateways));
    }
  }
}
