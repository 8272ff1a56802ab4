package waymark.kernel.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import waymark.policy.Address;
import waymark.policy.Client;
import waymark.policy.InterfaceName;
import waymark.policy.Network;

/**
 * The interfaces and addresses of this host at one moment.
 *
 * @param devices by interface name; alternative names are in {@code names} alone
 * @param own every address of this host
 */
public record Interfaces(
    Map<String, InterfaceState> devices, Set<Address> own, Bridges bridges, InterfaceNames names) {
  public Interfaces {
    devices = Map.copyOf(devices);
    own = Set.copyOf(own);
  }

  /** On a host without bridges. */
  public Interfaces(Map<String, InterfaceState> devices, Set<Address> own) {
    this(devices, own, Bridges.NONE, InterfaceNames.NONE);
  }

  /** Nothing known yet. */
  public static final Interfaces NONE = new Interfaces(Map.of(), Set.of());

  /** Never routed (RFC 3927, section 7; RFC 4291, section 2.5.6). */
  private static final List<Network> LINK_LOCAL =
      List.of(Network.parse("169.254.0.0/16"), Network.parse("fe80::/10"));

  /** The state of the interface that has this name, be it an alternative one. */
  public InterfaceState device(String name) {
    return devices.getOrDefault(names.primary(name), InterfaceState.ABSENT);
  }

  /** The networks whose addresses are neighbours, none inside another. */
  public List<Network> near() {
    SortedSet<Network> all = new TreeSet<>(LINK_LOCAL);
    devices.values().forEach(state -> all.addAll(state.onLink()));
    List<Network> near = new ArrayList<>();
    for (Network network : all) {
      boolean alone = network.prefix() == network.base().width();
      if (!alone && near.stream().noneMatch(wider -> wider.contains(network.base()))) {
        near.add(network);
      }
    }
    return near;
  }

  /**
   * What else the rules of clients can know of one: of an address, the interface that its network
   * is at, by all its names, or that it is this host; of an interface, its other names. Empty where
   * its network is behind another router.
   */
  public List<Client> known(Client client) {
    return switch (client) {
      case Client.From(Network network) when network.prefix() == network.base().width() ->
          whereabouts(network.base());
      case Client.By(String device) -> named(device);
      case Client.From _, Client.WithMac _, Client.Self _ -> List.of();
    };
  }

  private List<Client> whereabouts(Address client) {
    if (own.contains(client)) {
      return List.of(new Client.Self());
    }
    for (Map.Entry<String, InterfaceState> device : devices.entrySet()) {
      for (Network network : device.getValue().onLink()) {
        if (network.contains(client)) {
          return named(device.getKey());
        }
      }
    }
    return List.of();
  }

  private List<Client> named(String device) {
    return names.all(device).stream()
        .filter(InterfaceName::isValid)
        .<Client>map(Client.By::new)
        .toList();
  }
}
