package waymark.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.policy.Link;
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

  /** There is no such interface. */
  public static final LinkState ABSENT = new LinkState(0, false, 0, List.of());

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

  /** The links that are down and were up. */
  static List<Link> wentDown(
      List<Link> links, Map<String, LinkState> before, Map<String, LinkState> after) {
    return links.stream()
        .filter(link -> before.getOrDefault(link.name(), ABSENT).up())
        .filter(link -> !after.getOrDefault(link.name(), ABSENT).up())
        .toList();
  }

  /** The same with these links taken for down. */
  static Map<String, LinkState> judged(Map<String, LinkState> found, Set<String> unhealthy) {
    Map<String, LinkState> judged = new HashMap<>(found);
    unhealthy.forEach(name -> judged.computeIfPresent(name, (link, state) -> state.down()));
    return judged;
  }

  LinkState down() {
    return new LinkState(index, false, mtu, onLink);
  }
}
