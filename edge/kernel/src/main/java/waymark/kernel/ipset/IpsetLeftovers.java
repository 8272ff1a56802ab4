package waymark.kernel.ipset;

import waymark.kernel.model.KernelException;
import waymark.netlink.Ipset;
import waymark.netlink.NetlinkException;

/** Finds what the plane ipset has left where nobody remembers that it was in force. */
public final class IpsetLeftovers {
  private IpsetLeftovers() {}

  /** Whether there is any set of the plane. Chains that look into sets never outlive them. */
  public static boolean areThere() {
    try (Ipset ipset = Ipset.open()) {
      return ipset.names().stream()
          .anyMatch(
              name -> name.startsWith(IpsetSets.HOSTS) || name.startsWith(IpsetSets.NETWORKS));
    } catch (KernelException | NetlinkException _) {
      // This kernel has no sets.
      return false;
    }
  }
}
