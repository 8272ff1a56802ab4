package waymark.kernel.ipset;

import java.util.Collection;
import waymark.netlink.IpsetDefinition;
import waymark.policy.Network;

/** Changes IP sets, by whatever means. What is there already, or gone already, is no error. */
interface AddressSets {
  /** Makes a set, unless there is one of that name. */
  void create(IpsetDefinition set);

  /** Adds entries; those that are there last as long as if they were new. */
  void add(String set, Collection<Network> networks);

  void delete(String set, Collection<Network> networks);

  /** Exchanges the entries of two sets in one step. */
  void swap(String set, String other);

  void destroy(String set);
}
