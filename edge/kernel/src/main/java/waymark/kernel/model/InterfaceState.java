package waymark.kernel.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.policy.Address;
import waymark.policy.Network;

/**
 * The interface of a link at one moment.
 *
 * @param index the kernel's; 0: there is no such interface
 * @param ipv4 whether IPv4 can leave by it: it is administratively up, has a carrier, and an
 *     address or a gateway that can be reached
 * @param ipv6 the same of IPv6
 * @param mtu in bytes; 0: not known
 * @param onLink the networks of its addresses, without the link-local ones
 * @param gateways that the link's routes lead to now, at most one of each family
 */
public record InterfaceState(
    int index, boolean ipv4, boolean ipv6, int mtu, List<Network> onLink, List<Address> gateways) {
  private static final Logger log = LoggerFactory.getLogger(InterfaceState.class);

  /** There is no such interface. */
  public static final InterfaceState ABSENT = new InterfaceState(0, false, 0, List.of());

  /** What left by it before this process began may be there still. */
  private static final InterfaceState UNKNOWN = new InterfaceState(0, true, 0, List.of());

  public InterfaceState {
    onLink = List.copyOf(onLink);
    gateways = List.copyOf(gateways);
  }

  /** An interface without gateways. */
  public InterfaceState(int index, boolean ipv4, boolean ipv6, int mtu, List<Network> onLink) {
    this(index, ipv4, ipv6, mtu, onLink, List.of());
  }

  /** An interface that both families can leave by, or none. */
  public InterfaceState(int index, boolean up, int mtu, List<Network> onLink) {
    this(index, up, up, mtu, onLink);
  }

  /** Whether anything can leave by it. */
  public boolean up() {
    return ipv4 || ipv6;
  }

  /** Whether a family can leave by it. */
  public boolean isUp(boolean ipv4) {
    return ipv4 ? this.ipv4 : ipv6;
  }

  /** Whether it has an address of a family, other than a link-local one. */
  public boolean hasAddress(boolean ipv4) {
    return onLink.stream().anyMatch(network -> network.base().isIpv4() == ipv4);
  }

  /** Says which links went up or down. */
  public static void report(Map<String, InterfaceState> before, Map<String, InterfaceState> after) {
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

  /** The names of the links that a family could leave by, as far as is known, and cannot now. */
  public static Set<String> wentDown(
      Map<String, InterfaceState> before, Map<String, InterfaceState> after) {
    Set<String> names = new HashSet<>();
    after.forEach(
        (name, now) -> {
          InterfaceState former = before.getOrDefault(name, UNKNOWN);
          if ((former.ipv4() && !now.ipv4()) || (former.ipv6() && !now.ipv6())) {
            names.add(name);
          }
        });
    return names;
  }

  /** The names of the links that are at another interface than before. */
  public static Set<String> moved(
      Map<String, InterfaceState> before, Map<String, InterfaceState> after) {
    Set<String> names = new HashSet<>();
    after.forEach(
        (name, now) -> {
          int former = before.getOrDefault(name, ABSENT).index();
          if (former != 0 && now.index() != 0 && now.index() != former) {
            names.add(name);
          }
        });
    return names;
  }

  /** The same with these links taken for down. */
  public static Map<String, InterfaceState> judged(
      Map<String, InterfaceState> found, Set<String> unhealthy) {
    Map<String, InterfaceState> judged = new HashMap<>(found);
    unhealthy.forEach(name -> judged.computeIfPresent(name, (link, state) -> state.down()));
    return judged;
  }

  InterfaceState down() {
    return leftBy(false, false);
  }

  /** The same through these gateways. */
  public InterfaceState through(List<Address> gateways) {
    return new InterfaceState(index, ipv4, ipv6, mtu, onLink, gateways);
  }

  /** The same where these families can leave by it. */
  public InterfaceState leftBy(boolean ipv4, boolean ipv6) {
    return new InterfaceState(index, ipv4, ipv6, mtu, onLink, gateways);
  }
}
