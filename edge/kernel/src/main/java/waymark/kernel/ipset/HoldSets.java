package waymark.kernel.ipset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.kernel.capture.Hold;
import waymark.kernel.links.Prefixes;
import waymark.kernel.steering.Family;
import waymark.kernel.system.RetryLog;
import waymark.netlink.AddressFamily;
import waymark.netlink.Ipset;
import waymark.netlink.IpsetDefinition;
import waymark.netlink.IpsetEntry;
import waymark.netlink.IpsetType;
import waymark.netlink.NetlinkException;
import waymark.policy.Network;

/**
 * Renews the hold by IP sets that contain every address while answers are read. IP sets know no
 * transactions: nobody has them to himself for long.
 */
final class HoldSets implements Hold {
  private static final Logger log = LoggerFactory.getLogger(HoldSets.class);

  /** No prefix of other sets of ours. */
  private static final String NAME = "waymark-hold";

  /** The whole of a family, for which sets of networks have no entry of its own. */
  private static final Map<String, List<IpsetEntry>> HALVES =
      Map.of(
          name(Family.IPV4), entries("0.0.0.0/1", "128.0.0.0/1"),
          name(Family.IPV6), entries("::/1", "8000::/1"));

  private final Map<String, List<IpsetEntry>> sets = new HashMap<>();
  private final Ipset ipset = Ipset.open();
  private final RetryLog renewal =
      new RetryLog(
          log,
          "Answers cannot be held, and pass before the kernel knows their addresses",
          "Answers can be held again");

  /**
   * @param families whether IPv4, each
   */
  HoldSets(List<Boolean> families) {
    names(families).forEach(name -> sets.put(name, HALVES.getOrDefault(name, List.of())));
  }

  private static List<IpsetEntry> entries(String... networks) {
    return Stream.of(networks).map(Network::parse).map(Prefixes::of).map(IpsetEntry::of).toList();
  }

  private static Stream<String> names(List<Boolean> families) {
    return families.stream().map(Family::of).map(HoldSets::name);
  }

  /** The set of a family. */
  static String name(Family family) {
    return family.isIpv4() ? NAME : NAME + "v6";
  }

  /** Makes the sets, where they are not there. */
  static void create(AddressSets sets, List<Boolean> families) {
    for (boolean ipv4 : families) {
      sets.create(
          IpsetDefinition.of(
                  name(Family.of(ipv4)),
                  IpsetType.HASH_NET,
                  ipv4 ? AddressFamily.IPV4 : AddressFamily.IPV6)
              .withTimeout(SECONDS));
    }
  }

  /** Takes the sets away, which no rule looks into any more. */
  static void remove(AddressSets sets, List<Boolean> families) {
    names(families).forEach(sets::destroy);
  }

  @Override
  public void renew() {
    renewal.attempt(() -> sets.forEach(ipset::fill));
  }

  @Override
  public void end() {
    sets.forEach(this::empty);
  }

  private void empty(String set, List<IpsetEntry> entries) {
    try {
      ipset.delete(set, entries);
    } catch (NetlinkException e) {
      log.debug("There is no hold to end: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    ipset.close();
  }
}
