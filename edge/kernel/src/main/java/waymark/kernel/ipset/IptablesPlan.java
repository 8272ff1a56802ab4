package waymark.kernel.ipset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import waymark.kernel.plane.Desired;
import waymark.policy.Decision;
import waymark.policy.Link;
import waymark.policy.Network;

/**
 * What chains of iptables are made from, of one family, and how they call it.
 *
 * @param decided what is decided for addresses and networks
 */
public record IptablesPlan(boolean ipv4, Desired desired, IpsetTargets decided) {

  /** What is decided for addresses, by its name in the kernel. */
  Map<String, Decision> targets() {
    return decided.byName();
  }

  /** The targets that have a set of networks. */
  Set<String> networks() {
    return decided.networks(ipv4);
  }

  /** Whether only what a rule allows may leave. */
  boolean denies() {
    return desired.denies();
  }

  /** The protocol of errors and of neighbours. */
  String icmp() {
    return ipv4 ? "icmp" : "ipv6-icmp";
  }

  /** The links that have chains. */
  List<Link> links() {
    return desired.links();
  }

  /** The chain that gives a link's desired.marks(). */
  String chain(Link link) {
    return "WAYMARK_L_" + desired.numbers().of(link);
  }

  /** A link's mark, and the bits of it that count. */
  String mark(Link link) {
    return mark(desired.numbers().of(link));
  }

  /** The same of a link's number. */
  String mark(int number) {
    return hex(desired.marks().mark(number)) + "/" + hex(desired.marks().mask());
  }

  /** The mark of what is to be refused. */
  String blocked() {
    return hex(desired.marks().mask()) + "/" + hex(desired.marks().mask());
  }

  /** No mark of ours. */
  String none() {
    return "0x0/" + hex(desired.marks().mask());
  }

  private static String hex(int bits) {
    return "0x" + Integer.toHexString(bits);
  }

  /** The target of what no rule is about. */
  String otherwise() {
    return IpsetTargets.name(desired.numbers(), desired.fallback());
  }

  /** Those networks that are of this family. */
  List<Network> ofFamily(List<Network> all) {
    return all.stream().filter(network -> network.base().isIpv4() == ipv4).toList();
  }

  /** What does not leave for elsewhere; where such packets go on. */
  List<String> near(String verdict) {
    if (ipv4) {
      return List.of("-m addrtype --dst-type LOCAL,BROADCAST,ANYCAST,MULTICAST " + verdict);
    }
    // Types of IPv6 are not alternatives when they come together (xt_addrtype.c).
    return List.of(
        "-m addrtype --dst-type LOCAL " + verdict,
        "-m addrtype --dst-type ANYCAST " + verdict,
        "-d ff00::/8 " + verdict);
  }

  /** Stand before the default, which is about what is beyond them. */
  List<String> neighbours() {
    return ofFamily(desired.conditions().near()).stream()
        .map(network -> "-d " + network + " -j RETURN")
        .toList();
  }

  /** What matches packets to the addresses of a target, learned first. */
  List<String> matches(String target, String side) {
    List<String> matches = new ArrayList<>();
    matches.add(in(IpsetTargets.hosts(target, ipv4), side));
    if (networks().contains(target)) {
      matches.add(in(IpsetTargets.networks(target, ipv4), side));
    }
    return matches;
  }

  /** What matches packets whose destination is in a set. */
  String to(String set) {
    return in(set, "dst");
  }

  private static String in(String set, String side) {
    return "-m set --match-set " + set + " " + side + " ";
  }
}
