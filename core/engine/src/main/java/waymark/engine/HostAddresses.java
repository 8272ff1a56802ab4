package waymark.engine;

import java.util.List;
import java.util.Set;
import waymark.policy.Address;
import waymark.policy.AddressClass;
import waymark.policy.Claim;
import waymark.policy.Network;

/**
 * What belongs to this host, and so which addresses a rule may learn from names.
 *
 * @param own addresses, which are never learned
 * @param networks whose private addresses are never learned
 */
record HostAddresses(Set<Address> own, List<Network> networks) {
  static final HostAddresses NONE = new HostAddresses(Set.of(), List.of());

  HostAddresses {
    own = Set.copyOf(own);
    networks = List.copyOf(networks);
  }

  /** Whether these exclude all that others do. */
  boolean contains(HostAddresses others) {
    return own.containsAll(others.own) && networks.containsAll(others.networks);
  }

  /** Whether a rule may learn an address of this class, unless it is this host's own. */
  boolean mayLearn(Claim claim, Address address) {
    AddressClass addressClass = AddressClass.of(address);
    return addressClass == AddressClass.ORDINARY
        || (addressClass.isPrivate() && claim.rule().learnsPrivate() && !isPrivateOfOurs(address));
  }

  /** Whether one of the rules may. */
  boolean mayLearnAny(List<Claim> claims, Address address) {
    for (int i = 0; i < claims.size(); i++) {
      if (mayLearn(claims.get(i), address)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a lease of the address ends, because it is of this host. */
  boolean excludes(Address address) {
    return own.contains(address) || isPrivateOfOurs(address);
  }

  private boolean isPrivateOfOurs(Address address) {
    return AddressClass.of(address).isPrivate()
        && networks.stream().anyMatch(network -> network.contains(address));
  }
}
