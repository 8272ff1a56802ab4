package waymark.kernel;

import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
  private static final Logger log = LoggerFactory.getLogger(LinkState.class);

  static final LinkState ABSENT = new LinkState(0, false, 0, List.of());

  public LinkState {
    onLink = List.copyOf(onLink);
  }

  boolean hasAddress(boolean ipv4) {
    return onLink.stream().anyMatch(network -> network.base().isIpv4() == ipv4);
  }

  /** Says which links went up or down. */
  static void report(Map<String, LinkState> before, Map<String, LinkState> after) {
    after.forEach(
        (name, state) -> {
          if (before.getOrDefault(name, ABSENT).up() != state.up()) {
            log.info(
                "Link {} is {}",
                name,
                state.up() ? "up" : state.index() == 0 ? "down: no such interface" : "down");
          }
        });
  }

  LinkState down() {
    return new LinkState(index, false, mtu, onLink);
  }
}
