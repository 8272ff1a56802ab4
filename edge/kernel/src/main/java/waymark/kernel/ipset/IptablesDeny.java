package waymark.kernel.ipset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import waymark.kernel.links.LinkNumbers;
import waymark.policy.Address;
import waymark.policy.Link;

/**
 * The rules of {@code default: block} in the language of iptables; {@code DefaultDeny} says why
 * they are.
 *
 * <pre>
 *  WAYMARK_PREROUTING ─ a source that is not there? ─▶ WAYMARK_FORGED: dropped
 *             ─ in the middle of what was not seen to begin? ─▶ WAYMARK_RESUMED ─▶ WAYMARK_L_1 | WAYMARK_BLOCK
 *  WAYMARK_OUTPUT ─ so, and of a port that listens? DHCP? ─▶ WAYMARK_L_1   │
 *    ▼ all others                                                          │ neither
 *  WAYMARK_STEER ─ to this host, multicast, management ─▶ WAYMARK_L_1     ◀┘
 *    ▼ by the rules
 *  WAYMARK_T_T of block ─▶ WAYMARK_DENY ─ DNS to a resolver? ─▶ WAYMARK_L_1
 *                             └─▶ WAYMARK_BLOCK
 *
 *  filter FORWARD, OUTPUT ─▶ WAYMARK_LEAVING ─ blocked? ─▶ WAYMARK_REJECT ◀─ filter INPUT
 *                             └─▶ WAYMARK_STRAYS: a reply, or marked? else dropped and counted
 * </pre>
 *
 * <p>What arrives for this host may be blocked as well, and mangle cannot refuse it: so there is
 * INPUT.
 */
final class IptablesDeny {
  /** Where goes what no rule allows. */
  static final String DENY = "WAYMARK_DENY";

  /** The chain that drops what comes from where it cannot. */
  static final String FORGED = "WAYMARK_FORGED";

  /** The chain of the second line, whose last rule counts. */
  static final String STRAYS = "WAYMARK_STRAYS";

  /** The rule that drops and counts in either chain. */
  static final String DROP = "-j DROP";

  private static final String LEAVING = "WAYMARK_LEAVING";
  private static final String RESUMED = "WAYMARK_RESUMED";
  private static final String PASS = "-g " + IptablesRuleset.DIRECT;
  private static final String BLOCK = "-g " + IptablesRuleset.BLOCK;
  private static final String BEGUN = "-m conntrack --ctdir ORIGINAL --ctstate NEW ";

  /** In the middle of a connection, and yet the first that is seen of it. */
  private static final String MIDDLE = "-p tcp ! --tcp-flags SYN SYN ";

  /** To a resolver, or from one: DNS, and DNS over TLS (RFC 7858). */
  private static final String DNS_PORTS = "53,853 ";

  /** MLD and neighbour discovery: the kernel does not track these (nf_conntrack_proto_icmpv6.c). */
  private static final List<Integer> NEIGHBOURS =
      List.of(130, 131, 132, 133, 134, 135, 136, 137, 143);

  private final IptablesChains chains;
  private final IptablesPlan plan;

  IptablesDeny(IptablesChains chains, IptablesPlan plan) {
    this.chains = chains;
    this.plan = plan;
  }

  /** Stands before the marks of a link: what was open before goes by no other link midway. */
  List<String> link() {
    String unmarked = "-m connmark --mark " + plan.none() + " ";
    return List.of(
        unmarked + "-m conntrack --ctstate ESTABLISHED " + BLOCK, MIDDLE + unmarked + BLOCK);
  }

  /** What comes in, before anything looks at where it goes. */
  List<String> prerouting() {
    return List.of(BEGUN + "-m rpfilter --invert -j " + FORGED, MIDDLE + BEGUN + "-g " + RESUMED);
  }

  /** What this host itself sends, before anything looks at where it goes. */
  List<String> output() {
    List<String> rules = new ArrayList<>();
    served("--sports").forEach(ports -> rules.add(MIDDLE + BEGUN + ports + PASS));
    String original = "-m conntrack --ctdir ORIGINAL ";
    rules.add(
        plan.ipv4()
            ? "-p udp --sport 68 --dport 67 " + original + PASS
            : "-p udp --sport 546 --dport 547 " + original + PASS);
    return rules;
  }

  /** What goes to the networks of management. */
  List<String> management() {
    return management("-d ");
  }

  private List<String> management(String side) {
    return plan.ofFamily(plan.desired().exemptions().management()).stream()
        .map(network -> side + network + " " + PASS)
        .toList();
  }

  /** The chains that are there only where the default denies, and what leads to them. */
  void add() {
    forged(chains.mangle(FORGED));
    resumed(chains.mangle(RESUMED));
    List<String> deny = chains.mangle(DENY);
    for (String protocol : List.of("udp", "tcp")) {
      deny.addAll(resolvers("-p " + protocol + " -m multiport --dports " + DNS_PORTS + "-d "));
    }
    deny.add(BLOCK);
    List<String> leaving = chains.chain("filter", LEAVING);
    leaving.add("-j " + IptablesRuleset.REJECT);
    leaving.add("-g " + STRAYS);
    strays(chains.chain("filter", STRAYS));
    chains.jump("filter", "INPUT", IptablesRuleset.REJECT);
    chains.jump("filter", "FORWARD", LEAVING);
    chains.jump("filter", "OUTPUT", LEAVING);
  }

  private void forged(List<String> rules) {
    rules.addAll(plan.near("-j RETURN"));
    rules.add(DROP);
  }

  /**
   * Connections whose beginning connection tracking has not seen: it may take either side for the
   * one that began.
   */
  private void resumed(List<String> rules) {
    for (String ports : served("--dports")) {
      rules.add("-p tcp -m addrtype --dst-type LOCAL " + ports + PASS);
    }
    rules.addAll(management("-s "));
    rules.addAll(resolvers("-p tcp -m multiport --sports " + DNS_PORTS + "-s "));
    plan.targets()
        .forEach(
            (target, decision) -> {
              if (plan.desired().conditions().isDirect(decision, plan.ipv4())) {
                plan.matches(target, "src").forEach(match -> rules.add(match + PASS));
              }
            });
    // Taken for one that somebody else began, it could go on without a rule.
    rules.add("-m addrtype --dst-type LOCAL " + BLOCK);
    rules.add("-g " + IptablesRuleset.STEER);
  }

  /** What matches ports that listen: as many rules as it needs. */
  private List<String> served(String side) {
    List<Integer> ports = List.copyOf(plan.desired().exemptions().served());
    List<String> matches = new ArrayList<>();
    for (int from = 0; from < ports.size(); from += IptablesScope.PLACES) {
      List<Integer> some = ports.subList(from, Math.min(ports.size(), from + IptablesScope.PLACES));
      matches.add("-m multiport " + side + " " + joined(some) + " ");
    }
    return matches;
  }

  private static String joined(Collection<Integer> numbers) {
    return String.join(",", numbers.stream().map(String::valueOf).toList());
  }

  private List<String> resolvers(String match) {
    SortedSet<Address> resolvers = plan.desired().exemptions().resolvers();
    return resolvers.stream()
        .filter(server -> server.isIpv4() == plan.ipv4())
        .map(server -> match + server + " " + PASS)
        .toList();
  }

  /** The second line: what leaves although nothing has decided it. */
  private void strays(List<String> rules) {
    rules.add("-o lo -j RETURN");
    rules.add("-m conntrack --ctdir REPLY -j RETURN");
    rules.add("-m connmark --mark " + plan.mark(LinkNumbers.DIRECT) + " -j RETURN");
    for (Link link : plan.links()) {
      // Without a mark of its own the packet would leave by another.
      String mark = "--mark " + plan.mark(link);
      rules.add("-m connmark " + mark + " -m mark " + mark + " -j RETURN");
    }
    rules.add("-p " + plan.icmp() + " -m conntrack --ctstate RELATED -j RETURN");
    if (!plan.ipv4()) {
      for (int type : NEIGHBOURS) {
        rules.add("-p ipv6-icmp -m icmp6 --icmpv6-type " + type + " -j RETURN");
      }
    }
    rules.add("-m conntrack --ctstate INVALID -j DROP");
    rules.add(DROP);
  }
}
