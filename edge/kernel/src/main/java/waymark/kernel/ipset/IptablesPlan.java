package waymark.kernel.ipset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import waymark.kernel.links.InterfaceLinks;
import waymark.kernel.links.LinkConditions;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.Marks;
import waymark.kernel.plane.Exemptions;
import waymark.kernel.plane.LinkShares;
import waymark.policy.Decision;
import waymark.policy.Link;
import waymark.policy.Network;
import waymark.policy.Policy;

/**
 * What chains of iptables are made from, of one family, and how they call it.
 *
 * @param decided what is decided for addresses and networks
 * @param captureSettings in the mode that the kernel can do
 * @param around what has been seen of links and neighbours
 * @param exemptions what passes whatever the rules say, where the default denies
 */
public record IptablesPlan(
    boolean ipv4,
    Policy policy,
    IpsetTargets decided,
    LinkNumbers numbers,
    Marks marks,
    CaptureSettings captureSettings,
    LinkConditions around,
    LinkShares linkShares,
    Exemptions exemptions) {

  /** What is decided for addresses, by its name in the kernel. */
  Map<String, Decision> targets() {
    return decided.byName();
  }

  /** The targets that have a set of networks. */
  Set<String> networks() {
    return decided.networks(ipv4);
  }

  /** Whether only that may leave which a rule allows. */
  boolean denies() {
    return policy.deniesByDefault();
  }

  /** The protocol of errors and of neighbours. */
  String icmp() {
    return ipv4 ? "icmp" : "ipv6-icmp";
  }

  /** The links that have chains. */
  List<Link> links() {
    return InterfaceLinks.of(policy);
  }

  /** The chain that gives a link's marks. */
  String chain(Link link) {
    return "WAYMARK_L_" + numbers.of(link);
  }

  /** A link's mark, and the bits of it that count. */
  String mark(Link link) {
    return mark(numbers.of(link));
  }

  /** The same of a link's number. */
  String mark(int number) {
    return hex(marks.mark(number)) + "/" + hex(marks.mask());
  }

  /** The mark of what is to be refused. */
  String blocked() {
    return hex(marks.mask()) + "/" + hex(marks.mask());
  }

  /** No mark of ours. */
  String none() {
    return "0x0/" + hex(marks.mask());
  }

  private static String hex(int bits) {
    return "0x" + Integer.toHexString(bits);
  }

  /** The target of what no rule is about. */
  String otherwise() {
    return IpsetTargets.name(numbers, policy.decide(List.of(policy.fallback())));
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
    return ofFamily(around.near()).stream().map(network -> "-d " + network + " -j RETURN").toList();
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
