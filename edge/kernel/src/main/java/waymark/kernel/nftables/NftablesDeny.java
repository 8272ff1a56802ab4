package waymark.kernel.nftables;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.plane.Exemptions;
import waymark.kernel.table.Chains;
import waymark.policy.Address;
import waymark.policy.Link;
import waymark.policy.Network;

/**
 * The rules of {@code default: block} in nftables' own language.
 *
 * <pre>
 *  prerouting ─ a source that is not there? ─▶ dropped
 *             ─ in the middle of what was not seen to begin? ─▶ resumed ─▶ link_1 | block
 *  output ─ so, and of a port that listens? DHCP? ─▶ link_1
 *    ▼ all others
 *  steer ─ to this host, multicast, management ─▶ link_1
 *    ▼ by the rules
 *  to_T of block ─▶ deny ─ DNS to a resolver? ─▶ link_1
 *                     └─▶ block: counted, refused
 *
 *  forward, output ─▶ strays: a reply, or marked? else dropped and counted
 * </pre>
 *
 * <p>Whatever may leave gets a mark at its first packet, {@code direct} included: so the second
 * line, {@code strays}, need not know why.
 */
final class NftablesDeny {
  /** Where goes what no rule allows. */
  static final String DENY = "deny";

  /** The counter of what is answered with a refusal. */
  static final String REFUSED = "refused";

  /** The counter of the second line. */
  static final String STRAYS = "strays";

  /** What lets a connection go by the main table. */
  private static final String PASS = "goto " + Ruleset.DIRECT;

  /** In the middle of a connection, and yet the first that is seen of it. */
  private static final String RESUMED = "ct direction original ct state new tcp flags & syn == 0 ";

  /**
   * To be forwarded, from a source that is not where it comes from. It passes for an answer of who
   * is allowed, and a refusal would carry what is in it to that source.
   */
  private static final String FORGED =
      "ct direction original ct state new"
          + " fib daddr type != { local, broadcast, anycast, multicast }"
          + " fib saddr . iif oif missing ";

  private static final String ORIGINAL = "ct direction original ";

  /** To a resolver: DNS, and DNS over TLS (RFC 7858). */
  private static final String DNS = "meta l4proto { tcp, udp } th dport { 53, 853 } ";

  /** The kernel does not track these (nf_conntrack_proto_icmpv6.c); without them is no IPv6. */
  private static final String NEIGHBOURS =
      "icmpv6 type { mld-listener-query, mld-listener-report, mld-listener-done,"
          + " nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert,"
          + " nd-redirect, mld2-listener-report } accept";

  private final Chains chains;
  private final RulesetPlan plan;
  private final Exemptions exemptions;

  NftablesDeny(Chains chains, RulesetPlan plan) {
    this.chains = chains;
    this.plan = plan;
    exemptions = plan.desired().exemptions();
  }

  /** What goes to the networks of management; for any default. */
  static List<String> management(Exemptions exemptions) {
    return ofNetworks("daddr", exemptions);
  }

  private static List<String> ofNetworks(String side, Exemptions exemptions) {
    List<String> rules = new ArrayList<>();
    for (boolean ipv4 : new boolean[] {true, false}) {
      List<Network> networks =
          exemptions.management().stream()
              .filter(network -> network.base().isIpv4() == ipv4)
              .toList();
      if (!networks.isEmpty()) {
        rules.add((ipv4 ? "ip " : "ip6 ") + side + braces(networks) + PASS);
      }
    }
    return rules;
  }

  /** Stands before the marks of a link: what was open before goes by no other link midway. */
  List<String> link() {
    return List.of(
        plan.unmarked() + "ct state established goto block",
        plan.unmarked() + "tcp flags & syn == 0 goto block");
  }

  /** What comes in, before anything looks at where it goes. */
  static List<String> prerouting() {
    return List.of(FORGED + "counter name " + REFUSED + " drop", RESUMED + "jump resumed");
  }

  /** What this host itself sends, before anything looks at where it goes. */
  List<String> output() {
    List<String> rules = new ArrayList<>();
    if (!exemptions.served().isEmpty()) {
      rules.add(RESUMED + "tcp sport" + braces(exemptions.served()) + PASS);
    }
    rules.add(ORIGINAL + "udp sport 68 udp dport 67 " + PASS);
    rules.add(ORIGINAL + "udp sport 546 udp dport 547 " + PASS);
    return rules;
  }

  /** Adds the chains that are there only where the default denies. */
  void add() {
    deny(chains.add(DENY));
    resumed(chains.add("resumed"));
    strays(chains.add("strays"));
    leaving("forward").add("goto strays");
    List<String> own = leaving("output");
    own.add("oifname \"lo\" accept");
    own.add("goto strays");
  }

  private List<String> leaving(String hook) {
    String where = "type filter hook " + hook + " priority filter + 10; policy drop;";
    return chains.add("leaving_" + hook, where);
  }

  /**
   * Connections whose beginning connection tracking has not seen: it may take either side for the
   * one that began.
   */
  private void resumed(List<String> rules) {
    if (!exemptions.served().isEmpty()) {
      rules.add("fib daddr type local tcp dport" + braces(exemptions.served()) + PASS);
    }
    rules.addAll(ofNetworks("saddr", exemptions));
    rules.addAll(ofResolvers("tcp sport { 53, 853 } ", "saddr"));
    plan.targets()
        .byName()
        .forEach(
            (target, decision) -> {
              for (boolean ipv4 : new boolean[] {true, false}) {
                if (plan.desired().conditions().isDirect(decision, ipv4)) {
                  plan.targets().sources(ipv4, target).forEach(match -> rules.add(match + PASS));
                }
              }
            });
    // Taken for one that somebody else began, it could go on without a rule.
    rules.add("fib daddr type local goto block");
  }

  private List<String> ofResolvers(String ports, String side) {
    List<String> rules = new ArrayList<>();
    for (boolean ipv4 : new boolean[] {true, false}) {
      List<Address> servers =
          exemptions.resolvers().stream().filter(server -> server.isIpv4() == ipv4).toList();
      if (!servers.isEmpty()) {
        rules.add(ports + (ipv4 ? "ip " : "ip6 ") + side + braces(servers) + PASS);
      }
    }
    return rules;
  }

  /** What no rule allows: DNS of named resolvers passes, all else is refused. */
  private void deny(List<String> rules) {
    rules.addAll(ofResolvers(DNS, "daddr"));
    rules.add("goto block");
  }

  /** The second line: what leaves although nothing has decided it. */
  private void strays(List<String> rules) {
    rules.add("ct direction reply accept");
    rules.add(plan.connectionOf(LinkNumbers.DIRECT) + "accept");
    for (Link link : plan.links()) {
      // Without a mark of its own the packet would leave by another.
      rules.add(plan.connectionOf(link) + plan.packetOf(link) + "accept");
    }
    Collections.addAll(
        rules,
        "meta l4proto { icmp, ipv6-icmp } ct state related accept",
        NEIGHBOURS,
        "ct state invalid drop",
        "counter name " + STRAYS + " drop");
  }

  private static String braces(Collection<?> items) {
    return items.stream().map(Object::toString).collect(Collectors.joining(", ", " { ", " } "));
  }
}
