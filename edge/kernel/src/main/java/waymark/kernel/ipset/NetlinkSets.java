package waymark.kernel.ipset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import waymark.kernel.links.Prefixes;
import waymark.netlink.Ipset;
import waymark.netlink.IpsetDefinition;
import waymark.netlink.IpsetEntry;
import waymark.policy.Network;

/** IP sets changed through netlink: a microsecond an address. */
final class NetlinkSets implements AddressSets {
  private final Ipset ipset;

  NetlinkSets(Ipset ipset) {
    this.ipset = ipset;
  }

  @Override
  public void create(IpsetDefinition set) {
    ipset.create(set);
  }

  @Override
  public void add(String set, Collection<Network> networks) {
    ipset.fill(set, entries(networks));
  }

  @Override
  public void delete(String set, Collection<Network> networks) {
    ipset.delete(set, entries(networks));
  }

  @Override
  public void swap(String set, String other) {
    ipset.swap(set, other);
  }

  @Override
  public void destroy(String set) {
    ipset.destroy(set);
  }

  private static List<IpsetEntry> entries(Collection<Network> networks) {
    List<IpsetEntry> entries = new ArrayList<>(networks.size());
    for (Network network : networks) {
      entries.add(IpsetEntry.of(Prefixes.of(network)));
    }
    return entries;
  }
}
