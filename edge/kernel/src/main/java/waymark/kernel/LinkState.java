package waymark.kernel;

import java.util.List;
import waymark.policy.Network;

/**
 * The interface of a link at one moment.
 *
 * @param index the kernel's; 0: there is no such interface
 * @param up whether it is administratively up, has a carrier, and its gateway can be reached
 * @param mtu in bytes; 0: not known
 * @param onLink the networks of its addresses, without the link-local ones
 */
public record LinkState(int index, boolean up, int mtu, List<Network> onLink) {
  /** There is no such interface. */
  public static final LinkState ABSENT = new LinkState(0, false, 0, List.of());

  public LinkState {
    onLink = List.copyOf(onLink);
  }

  boolean hasAddress(boolean ipv4) {
    return onLink.stream().anyMatch(network -> network.base().isIpv4() == ipv4);
  }

  LinkState down() {
    return new LinkState(index, false, mtu, onLink);
  }
}
