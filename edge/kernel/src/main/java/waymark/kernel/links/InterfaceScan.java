package waymark.kernel.links;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import waymark.kernel.model.Bridges;
import waymark.kernel.model.InterfaceNames;
import waymark.kernel.model.InterfaceState;
import waymark.kernel.model.Interfaces;
import waymark.netlink.RouteAddress;
import waymark.netlink.RouteLink;
import waymark.netlink.Routes;
import waymark.policy.Address;
import waymark.policy.AddressClass;
import waymark.policy.Network;

/** Reads the interfaces and addresses of this host through rtnetlink. */
public final class InterfaceScan {
  /** Present while br_netfilter is loaded. */
  private static final Path BRIDGE_SETTINGS = Path.of("/proc/sys/net/bridge");

  private InterfaceScan() {}

  /** As they are at this moment. */
  public static Interfaces now() {
    try (Routes routes = Routes.open()) {
      return read(routes);
    }
  }

  static Interfaces read(Routes routes) {
    Map<Integer, List<Network>> networks = new HashMap<>();
    Set<Address> own = new HashSet<>();
    for (RouteAddress found : routes.addresses()) {
      Address address = Address.of(found.address().getAddress());
      own.add(address);
      if (AddressClass.of(address) != AddressClass.LINK_LOCAL) {
        networks
            .computeIfAbsent(found.interfaceIndex(), index -> new ArrayList<>())
            .add(Network.of(address, found.prefixLength()));
      }
    }
    Map<String, InterfaceState> devices = new HashMap<>();
    SortedSet<String> bridges = new TreeSet<>();
    Map<String, String> alternatives = new HashMap<>();
    for (RouteLink link : routes.links()) {
      if (link.kind().equals("bridge")) {
        bridges.add(link.name());
      }
      link.alternatives().forEach(name -> alternatives.put(name, link.name()));
      devices.put(
          link.name(),
          new InterfaceState(
              link.index(),
              link.up() && link.carrier(),
              link.mtu(),
              networks.getOrDefault(link.index(), List.of()).stream()
                  .distinct()
                  .sorted()
                  .toList()));
    }
    return new Interfaces(
        devices,
        own,
        new Bridges(bridges, Files.exists(BRIDGE_SETTINGS)),
        new InterfaceNames(alternatives));
  }
}
