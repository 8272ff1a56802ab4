package waymark.kernel.nftables;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.table.Chains;
import waymark.kernel.table.DnsTap;
import waymark.kernel.table.KernelTable;
import waymark.kernel.table.LinkCounters;
import waymark.kernel.table.NatAndMss;
import waymark.policy.Decision;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Outlet;

/**
 * The table {@code inet waymark} as nftables' own language says it: chains and static networks. The
 * learned addresses go another way (see {@link NftablesPlane}).
 *
 * <pre>
 *  prerouting, output ─▶ steer ─ marked? ─▶ link_N
 *             │            │ new
 *             │ invalid    ▼
 *             ▼     steer4/steer6 ─ in hosts4_T? in nets4_T_H? ─▶ to_T ─ port? client? ─▶ group_I ─▶ link_N | block
 *          orphans ─ in hosts4_T? in nets4_T_H? ─▶ dropped, but for what is direct
 *  postrouting: guard, dns, source_nat, segments_out, accounts_out    input: dns, accounts_in    prerouting: segments_in
 * </pre>
 *
 * <p>T is a target: what is decided for an address, named by the numbers of the links that are
 * tried in order, or by a hash where ports, clients or groups have a say. A target has sets of its
 * own instead of one map of verdicts for all, because the kernel walks the whole of such a map in
 * every transaction that adds to it (docs/decisions/0002). No rule has an anonymous map, because it
 * matches nothing while another transaction takes its place (docs/decisions/0007); only groups do,
 * where any link is right.
 *
 * <p>Where the default denies there is more, which is {@link NftablesDeny}'s.
 */
public final class Ruleset {
  /** The chain that refuses. */
  static final String BLOCK = "block";

  /** The chain that gives the mark of what goes by the main table. */
  static final String DIRECT = "link_1";

  /** What matches packets that do not leave for elsewhere. */
  static final String NEAR = "fib daddr type { local, broadcast, anycast, multicast } ";

  private final RulesetPlan plan;
  private final Chains chains = new Chains();
  private final NftablesDeny deny;

  public Ruleset(RulesetPlan plan) {
    this.plan = plan;
    deny = new NftablesDeny(chains, plan);
    links();
    NftablesGroups.add(chains, plan);
    targets();
    steering();
    postrouting();
    if (plan.denies()) {
      deny.add();
    }
    LinkCounters.count(chains, plan.desired().marks());
    DnsTap.add(chains, plan.desired().capture());
  }

  private void links() {
    List<String> direct = chains.add(DIRECT);
    direct.add(plan.desired().marks().set("ct mark", LinkNumbers.DIRECT));
    if (plan.denies()) {
      // Else a packet that came by way of `resumed` would go on behind the jump there.
      direct.add("accept");
    }
    for (Link link : plan.links()) {
      int number = plan.desired().numbers().of(link);
      List<String> rules = chains.add(plan.chain(link));
      if (plan.denies()) {
        rules.addAll(deny.link());
      }
      rules.add(plan.desired().marks().set("ct mark", number));
      rules.add(plan.desired().marks().set("meta mark", number));
    }
    List<String> block = chains.add(BLOCK);
    if (plan.denies()) {
      block.add("counter name " + NftablesDeny.REFUSED);
    }
    block.add("meta l4proto tcp reject with tcp reset");
    block.add("reject with icmpx admin-prohibited");
  }

  private void targets() {
    plan.targets()
        .byName()
        .forEach(
            (target, decision) -> {
              List<String> rules = chains.add("to_" + target);
              for (Decision.Branch branch : decision.branches()) {
                branch(rules, branch);
              }
            });
  }

  /** The families are told apart only where they leave by different outlets. */
  private void branch(List<String> rules, Decision.Branch branch) {
    String ipv4 = "goto " + outlet(branch.to(), true);
    String ipv6 = "goto " + outlet(branch.to(), false);
    if (ipv4.equals(ipv6)) {
      ScopeText.alternatives(branch.scope()).forEach(match -> rules.add(match + ipv4));
    } else {
      ScopeText.alternatives(branch.scope(), true).forEach(match -> rules.add(match + ipv4));
      ScopeText.alternatives(branch.scope(), false).forEach(match -> rules.add(match + ipv6));
    }
  }

  private String outlet(List<Outlet> to, boolean ipv4) {
    if (plan.denies() && to.getFirst().isBlock()) {
      return NftablesDeny.DENY;
    }
    return switch (plan.desired().conditions().chosen(to, ipv4)) {
      case Link link when link.isBlock() -> BLOCK;
      case Link link -> plan.chain(link);
      case Group group -> NftablesGroups.chain(plan, group);
    };
  }

  private void steering() {
    List<String> in =
        chains.add("prerouting", "type filter hook prerouting priority mangle; policy accept;");
    List<String> own =
        chains.add("output", "type route hook output priority mangle; policy accept;");
    BoundSocketRules.add(chains, plan, own);
    if (plan.denies()) {
      // The second line has what is invalid.
      in.addAll(NftablesDeny.prerouting());
      own.addAll(deny.output());
    } else {
      String lost = "ct state invalid jump " + NftablesInvalidPackets.CHAIN;
      in.add(lost);
      own.add(lost);
    }
    in.add("ct direction original jump steer");
    own.add("ct direction original jump steer");
    steer(chains.add("steer"));
    byAddress(chains.add("steer4"), true);
    byAddress(chains.add("steer6"), false);
    if (!plan.denies()) {
      NftablesInvalidPackets.add(chains, plan);
    }
  }

  private void steer(List<String> steer) {
    steer.add(plan.connectionOf(LinkNumbers.DIRECT) + "return");
    for (Link link : plan.links()) {
      steer.add(plan.connectionOf(link) + "goto " + plan.chain(link));
    }
    // A connection of a link that is no more is not let out by another.
    steer.add("ct mark and " + plan.desired().marks().maskText() + " != 0 goto " + BLOCK);
    // Errors about a connection that was there before us are not a new connection.
    steer.add("meta l4proto { icmp, ipv6-icmp } ct state related return");
    if (!plan.denies()) {
      steer.add("ct state != { new, related } return");
    }
    steer.add(NEAR + (plan.denies() ? "goto " + DIRECT : "return"));
    steer.addAll(NftablesDeny.management(plan.desired().exemptions()));
    steer.add("meta nfproto ipv4 goto steer4");
    steer.add("goto steer6");
  }

  private void byAddress(List<String> rules, boolean ipv4) {
    plan.targets().destinations(ipv4, (match, target) -> rules.add(match + "goto to_" + target));
    rules.addAll(plan.neighbours(ipv4));
    rules.add("goto to_" + plan.otherwise());
  }

  private void postrouting() {
    List<String> guard =
        chains.add("guard", "type filter hook postrouting priority mangle + 10; policy accept;");
    List<String> masquerade = chains.add("source_nat", NatAndMss.SOURCE_NAT);
    List<String> out = chains.add("segments_out", NatAndMss.OUT);
    List<String> in = chains.add("segments_in", NatAndMss.IN);
    for (Link link : plan.links()) {
      NatAndMss edge = new NatAndMss(link, plan.desired().conditions().state(link));
      String elsewhere = "oifname != " + edge.device() + " ";
      String counter = "counter name " + wrong(plan.desired().numbers().of(link));
      guard.add(plan.packetOf(link) + elsewhere + counter + " drop");
      edge.masquerade(masquerade, plan.connectionOf(link) + "oifname " + edge.device() + " ");
      edge.segments(out, in);
    }
    // A tunnel would pass it on to its own packets, which leave elsewhere (skb_scrub_packet).
    guard.add(plan.desired().marks().clear());
  }

  /** The counter of packets that would have left by another link than that of this number. */
  static String wrong(int number) {
    return "wrong_" + number;
  }

  /**
   * The text that makes the table so, whatever it was, but for learned addresses.
   *
   * @param oldChains the chains that are there
   * @param oldSets the sets that are there
   */
  public String text(Collection<String> oldChains, Collection<String> oldSets) {
    NftablesTargets targets = plan.targets();
    StringBuilder text = new StringBuilder(KernelTable.ADD);
    text.append(targets.addHostSets());
    targets.nets().text(text);
    for (String map : LinkCounters.MAPS) {
      text.append(LinkCounters.addMap(map));
      line(text, "flush map inet waymark " + map);
    }
    chains(text, oldChains);
    Set<String> stale = new LinkedHashSet<>(oldSets);
    stale.removeAll(targets.sets());
    LinkCounters.MAPS.forEach(stale::remove);
    stale.forEach(set -> line(text, "delete set inet waymark " + set));
    return text.toString();
  }

  /** The text that changes only how groups share. */
  String groupChains() {
    StringBuilder text = new StringBuilder();
    chains.changes(text, NftablesGroups.BEGINNING);
    return text.toString();
  }

  /** The sets and rules, a line each, but for what is in the sets. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(plan.targets().lines());
    lines.addAll(chains.lines());
    return lines;
  }

  /** The text that changes the chains and adds what sets they need: a link has gone down, say. */
  String chains() {
    StringBuilder text = new StringBuilder(plan.targets().addHostSets());
    chains(text, List.of());
    return text.toString();
  }

  private void chains(StringBuilder text, Collection<String> oldChains) {
    List<Integer> numbers = plan.links().stream().map(plan.desired().numbers()::of).toList();
    numbers.forEach(number -> counter(text, wrong(number)));
    List<Integer> counted = new ArrayList<>(List.of(LinkNumbers.DIRECT));
    counted.addAll(numbers);
    LinkCounters.MAPS.forEach(
        map -> text.append(LinkCounters.fillMap(map, counted, plan.desired().marks())));
    if (plan.desired().capture().mode() == CaptureSettings.Mode.HOLD) {
      counter(text, DnsTap.ANSWERS);
    }
    if (plan.denies()) {
      counter(text, NftablesDeny.REFUSED);
      counter(text, NftablesDeny.STRAYS);
    }
    chains.text(text, oldChains);
  }

  private static void counter(StringBuilder text, String name) {
    line(text, "add counter inet waymark " + name);
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }
}
