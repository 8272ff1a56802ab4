package waymark.kernel.table;

import java.util.Collection;
import java.util.List;
import waymark.kernel.plane.KernelPlane;
import waymark.netlink.Nftables;
import waymark.netlink.NftablesBatch;
import waymark.netlink.NftablesSetReference;
import waymark.netlink.NftablesValue;
import waymark.policy.Address;

/**
 * The sets {@code ended4} and {@code ended6}: addresses whose connections were ended a short while
 * ago ({@link KernelPlane#ended}).
 */
public final class EndedSets {
  private static final String IPV4 = "ended4";
  private static final String IPV6 = "ended6";
  public static final List<String> NAMES = List.of(IPV4, IPV6);

  /** So many go into one transaction. */
  private static final int CHUNK = 500;

  private EndedSets() {}

  public static String name(boolean ipv4) {
    return ipv4 ? IPV4 : IPV6;
  }

  /** Whether a set of that name is one of them. What is in them concerns nobody for long. */
  public static boolean isOne(String set) {
    return NAMES.contains(set);
  }

  /** The text that adds them where they are not there. */
  public static String add() {
    return add(IPV4, "ipv4_addr") + add(IPV6, "ipv6_addr");
  }

  private static String add(String name, String type) {
    return "add set inet waymark "
        + name
        + " { type "
        + type
        + "; timeout "
        + KernelPlane.ENDED_FOR.toSeconds()
        + "s; }\n";
  }

  /** By any thread. */
  public static void put(Collection<Address> addresses) {
    List<Address> all = List.copyOf(addresses);
    try (Nftables nftables = Nftables.open()) {
      for (int i = 0; i < all.size(); i += CHUNK) {
        NftablesBatch batch = nftables.batch();
        for (Address address : all.subList(i, Math.min(all.size(), i + CHUNK))) {
          NftablesSetReference set = KernelTable.set(name(address.isIpv4()));
          byte[] key = address.bytes();
          batch.add(set, key, 0, key.length, NftablesValue.NONE);
        }
        batch.commit("add", "addresses of ended connections");
      }
    }
  }
}
