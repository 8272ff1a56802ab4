package waymark.kernel.ipset;

import java.util.Collection;
import java.util.List;
import waymark.kernel.plane.KernelPlane;
import waymark.netlink.AddressFamily;
import waymark.netlink.Ipset;
import waymark.netlink.IpsetDefinition;
import waymark.netlink.IpsetType;
import waymark.policy.Address;
import waymark.policy.Network;

/**
 * The sets {@code waymarke_4} and {@code waymarke_6}: addresses whose connections were ended a
 * short while ago ({@link KernelPlane#ended}).
 */
final class EndedSets {
  private final List<Boolean> families;
  private final AddressSets sets;

  /**
   * @param families whether IPv4, each
   */
  EndedSets(List<Boolean> families, AddressSets sets) {
    this.families = families;
    this.sets = sets;
  }

  static String name(boolean ipv4) {
    return ipv4 ? "waymarke_4" : "waymarke_6";
  }

  /** Makes them where they are not there. */
  void create() {
    for (boolean ipv4 : families) {
      sets.create(
          IpsetDefinition.of(
                  name(ipv4), IpsetType.HASH_NET, ipv4 ? AddressFamily.IPV4 : AddressFamily.IPV6)
              .withTimeout(Math.toIntExact(KernelPlane.ENDED_FOR.toSeconds())));
    }
  }

  /** By any thread. */
  void put(Collection<Address> addresses) {
    try (Ipset ipset = Ipset.open()) {
      NetlinkSets own = new NetlinkSets(ipset);
      for (boolean ipv4 : families) {
        List<Network> some =
            addresses.stream()
                .filter(address -> address.isIpv4() == ipv4)
                .map(Network::of)
                .toList();
        if (!some.isEmpty()) {
          own.add(name(ipv4), some);
        }
      }
    }
  }

  /** Destroys them. */
  void remove(Ipset ipset) {
    ipset.names().stream()
        .filter(name -> name.equals(name(true)) || name.equals(name(false)))
        .forEach(sets::destroy);
  }
}
