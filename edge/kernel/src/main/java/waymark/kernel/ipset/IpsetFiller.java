package waymark.kernel.ipset;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import waymark.kernel.links.Prefixes;
import waymark.kernel.model.KernelException;
import waymark.netlink.AddressFamily;
import waymark.netlink.Ipset;
import waymark.netlink.IpsetContent;
import waymark.netlink.IpsetDefinition;
import waymark.netlink.IpsetEntry;
import waymark.netlink.IpsetType;
import waymark.policy.Network;

/**
 * Fills whole IP sets; those that are there are taken over. It remembers nothing, so that the
 * control thread may fill sets of networks while the engine's thread changes others.
 */
final class IpsetFiller {
  /** A new set, before it takes the place of one that does not fit. */
  static final String NEW = "waymarkf_";

  /** More than the engine ever learns; it costs nothing before it is used. */
  private static final int ROOM = 1 << 20;

  private final Ipset ipset;
  private final AddressSets sets;

  /** Seconds that a learned address stays, or {@link IpsetDefinition#NO_TIMEOUT}. */
  private final int timeout;

  IpsetFiller(Ipset ipset, AddressSets sets, Duration timeout) {
    this.ipset = ipset;
    this.sets = sets;
    this.timeout =
        timeout.isZero() ? IpsetDefinition.NO_TIMEOUT : Math.toIntExact(timeout.toSeconds());
  }

  /**
   * A set that has been filled.
   *
   * @param wanted what should be in it
   * @param surplus what is in it besides
   */
  record Filled(String name, Set<Network> wanted, Set<Network> surplus) {}

  /**
   * Makes the set be there with at least these entries, for {@link IpsetSets#take}. Those of
   * networks may be filled while addresses change.
   */
  Filled fill(String name, boolean ipv4, Set<Network> wanted) {
    Optional<IpsetContent> there = ipset.list(name);
    int room = Math.max(ROOM, wanted.size() + wanted.size() / 2);
    IpsetDefinition definition =
        IpsetDefinition.of(name, IpsetType.HASH_NET, ipv4 ? AddressFamily.IPV4 : AddressFamily.IPV6)
            .withMaxElements(room)
            .withTimeout(timeout(name));
    Set<Network> present = new HashSet<>();
    Set<Network> ending = new HashSet<>();
    if (there.isPresent()) {
      IpsetDefinition found = there.get().definition();
      if (!found.type().equals(IpsetType.HASH_NET) || !found.family().equals(definition.family())) {
        throw new KernelException(
            "the set "
                + name
                + " is there and is a "
                + found.type()
                + " of "
                + found.family()
                + ", which was not made by Waymark; rename or destroy it");
      }
      for (IpsetEntry entry : there.get().entries()) {
        Network network = Prefixes.network(entry.network());
        present.add(network);
        if (isEnding(entry, definition)) {
          ending.add(network);
        }
      }
      if (found.timeout() != definition.timeout() || found.maxElements() < wanted.size()) {
        replace(name, definition, present);
      }
    } else {
      sets.create(definition);
    }
    List<Network> added = new ArrayList<>();
    for (Network network : wanted) {
      if (!present.remove(network) || ending.contains(network)) {
        added.add(network);
      }
    }
    sets.add(name, added);
    return new Filled(name, wanted, present);
  }

  /** What sets are made with: networks that are written stay. */
  int timeout(String name) {
    return name.startsWith(IpsetSets.HOSTS) ? timeout : IpsetDefinition.NO_TIMEOUT;
  }

  /** Whether it may be gone before its turn comes among those that are renewed. */
  private static boolean isEnding(IpsetEntry entry, IpsetDefinition set) {
    return set.timeout() != IpsetDefinition.NO_TIMEOUT && entry.timeout() < set.timeout() / 2;
  }

  /** Another set with the same entries, but with room, and with the right timeout. */
  private void replace(String name, IpsetDefinition definition, Set<Network> entries) {
    // The name without its beginning is short enough for another.
    String other = NEW + name.substring(name.indexOf('_') + 1);
    ipset.destroy(other);
    sets.create(
        IpsetDefinition.of(other, definition.type(), definition.family())
            .withMaxElements(definition.maxElements())
            .withTimeout(definition.timeout()));
    sets.add(other, entries);
    sets.swap(other, name);
    sets.destroy(other);
  }
}
