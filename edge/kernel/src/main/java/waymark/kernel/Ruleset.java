package waymark.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import waymark.policy.Decision;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Outlet;
import waymark.policy.Policy;
import waymark.policy.Way;

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
 */
final class Ruleset {
  private static final String GROUP = "group_";

  /** What does not leave for elsewhere. */
  private static final String NEAR = "fib daddr type { local, broadcast, anycast, multicast } ";

  private final Policy policy;

  /** What is decided for addresses, by its name in the kernel; the default's is the last. */
  private final Map<String, Decision> targets = new LinkedHashMap<>();

  private final LinkNumbers numbers;
  private final Marks marks;
  private final Learning.Mode mode;
  private final Surroundings around;
  private final Balance balance;
  private final StaticSets nets;
  private final Lifelines lifelines;
  private final boolean denies;
  private final DefaultDeny deny;
  private final LearnedSets learned;
  private final Chains chains = new Chains();

  /**
   * @param decisions what is decided for addresses that were learned
   * @param nets the sets of the static networks
   * @param learned the sets of those addresses
   * @param mode what the kernel can do, which may be less than what was asked for
   * @param around what has been seen of links and neighbours
   * @param balance what groups go by
   * @param lifelines what passes whatever the rules say
   */
  Ruleset(
      Policy policy,
      Collection<Decision> decisions,
      StaticSets nets,
      LearnedSets learned,
      LinkNumbers numbers,
      Marks marks,
      Learning.Mode mode,
      int group,
      Surroundings around,
      Balance balance,
      Lifelines lifelines) {
    this.policy = policy;
    this.numbers = numbers;
    this.marks = marks;
    this.mode = mode;
    this.around = around;
    this.balance = balance;
    this.nets = nets;
    this.lifelines = lifelines;
    denies = policy.deniesByDefault();
    deny = new DefaultDeny(lifelines, marks.maskText());
    this.learned = learned;
    Decision otherwise = policy.decide(List.of(policy.fallback()));
    for (Decision decision : policy.decisions()) {
      targets.putIfAbsent(numbers.target(decision), decision);
    }
    for (Decision decision : decisions) {
      targets.putIfAbsent(numbers.target(decision), decision);
    }
    targets.putIfAbsent(numbers.target(otherwise), otherwise);
    links();
    groups();
    targets();
    steering();
    postrouting();
    secondLine();
    accounts();
    DnsTap.add(chains, mode, group);
  }

  /** The interface links of a policy, each once. */
  static List<Link> interfaces(Policy policy) {
    return policy.links().stream().filter(link -> link.way() instanceof Way.Interface).toList();
  }

  static String device(Link link) {
    return ((Way.Interface) link.way()).device();
  }

  private void links() {
    List<String> direct = chains.add("link_1");
    direct.add("ct mark set ct mark and " + marks.restText() + " or " + marks.text(1));
    if (denies) {
      // Else a packet that came by way of `resumed` would go on behind the jump there.
      direct.add("accept");
    }
    for (Link link : interfaces(policy)) {
      int number = numbers.of(link);
      List<String> rules = chains.add("link_" + number);
      if (denies) {
        rules.addAll(deny.link());
      }
      rules.add("ct mark set ct mark and " + marks.restText() + " or " + marks.text(number));
      rules.add("meta mark set meta mark and " + marks.restText() + " or " + marks.text(number));
    }
    List<String> block = chains.add("block");
    if (denies) {
      block.add("counter name " + DefaultDeny.REFUSED);
    }
    block.add("meta l4proto tcp reject with tcp reset");
    block.add("reject with icmpx admin-prohibited");
  }

  /** A group's chain draws a slot; the last rule is for what finds none, which cannot be. */
  private void groups() {
    for (int i = 0; i < policy.groups().size(); i++) {
      Group group = policy.groups().get(i);
      List<Link> slots = balance.slots(group, this::isUp);
      List<String> rules = chains.add(GROUP + i);
      if (new HashSet<>(slots).size() > 1) {
        String entries = slots(slots);
        switch (group.strategy()) {
          case ROUND_ROBIN ->
              rules.add("numgen inc mod " + slots.size() + " vmap { " + entries + " }");
          case RANDOM, LEAST_CONNECTIONS, FASTEST ->
              rules.add("numgen random mod " + slots.size() + " vmap { " + entries + " }");
          case STICKY -> {
            String hash = " saddr mod " + slots.size() + " seed 0x77 vmap { " + entries + " }";
            rules.add("meta nfproto ipv4 jhash ip" + hash);
            rules.add("meta nfproto ipv6 jhash ip6" + hash);
          }
        }
      }
      rules.add("goto " + (slots.isEmpty() ? "block" : link(slots.getFirst())));
    }
  }

  /** Neighbouring slots of one link as one entry. */
  private String slots(List<Link> slots) {
    StringBuilder entries = new StringBuilder();
    int first = 0;
    for (int i = 1; i <= slots.size(); i++) {
      if (i == slots.size() || !slots.get(i).equals(slots.get(first))) {
        entries.append(entries.isEmpty() ? "" : ", ").append(first);
        if (i - 1 > first) {
          entries.append('-').append(i - 1);
        }
        entries.append(" : goto ").append(link(slots.get(first)));
        first = i;
      }
    }
    return entries.toString();
  }

  private String link(Link link) {
    return "link_" + numbers.of(link);
  }

  private void targets() {
    targets.forEach(
        (target, decision) -> {
          List<String> rules = chains.add("to_" + target);
          for (Decision.Branch branch : decision.branches()) {
            for (String match : ScopeText.alternatives(branch.scope())) {
              rules.add(match + "goto " + outlet(branch.to()));
            }
          }
        });
  }

  private String outlet(List<Outlet> to) {
    if (denies && to.getFirst().isBlock()) {
      return "deny";
    }
    return switch (chosen(to)) {
      case Link link when link.isBlock() -> "block";
      case Link link -> link(link);
      case Group group -> GROUP + policy.groups().indexOf(group);
    };
  }

  /** The first outlet that is up; where none is, all is refused. */
  Outlet chosen(List<? extends Outlet> to) {
    for (Outlet outlet : to) {
      if (outlet.links().stream().anyMatch(this::isUp)) {
        return outlet;
      }
    }
    return Link.BLOCK;
  }

  boolean isUp(Link link) {
    return switch (link.way()) {
      case Way.Direct _, Way.Block _ -> true;
      case Way.Interface _ -> state(link).up();
    };
  }

  private LinkState state(Link link) {
    return around.links().getOrDefault(link.name(), LinkState.ABSENT);
  }

  private void steering() {
    List<String> in =
        chains.add("prerouting", "type filter hook prerouting priority mangle; policy accept;");
    List<String> own =
        chains.add("output", "type route hook output priority mangle; policy accept;");
    bound(own);
    if (denies) {
      in.addAll(DefaultDeny.prerouting());
      own.addAll(deny.output());
    } else {
      // The second line has them where the default denies.
      in.add("ct state invalid jump orphans");
      own.add("ct state invalid jump orphans");
    }
    in.add("ct direction original jump steer");
    own.add("ct direction original jump steer");
    List<String> steer = chains.add("steer");
    steer.add(connectionOf(LinkNumbers.DIRECT) + " return");
    for (Link link : interfaces(policy)) {
      int number = numbers.of(link);
      steer.add(connectionOf(number) + " goto link_" + number);
    }
    // A connection of a link that is no more is not let out by another.
    steer.add("ct mark and " + marks.maskText() + " != 0 goto block");
    // Errors about a connection that was there before us are not a new connection.
    steer.add("meta l4proto { icmp, ipv6-icmp } ct state related return");
    if (!denies) {
      steer.add("ct state != { new, related } return");
    }
    steer.add(NEAR + (denies ? "goto link_1" : "return"));
    steer.addAll(DefaultDeny.management(lifelines));
    steer.add("meta nfproto ipv4 goto steer4");
    steer.add("goto steer6");
    String otherwise = "goto to_" + numbers.target(policy.decide(List.of(policy.fallback())));
    for (boolean ipv4 : new boolean[] {true, false}) {
      List<String> rules = chains.add(ipv4 ? "steer4" : "steer6");
      String address = ipv4 ? "ip daddr @" : "ip6 daddr @";
      targets.keySet().forEach(t -> rules.add(address + learned.name(ipv4, t) + " goto to_" + t));
      nets.names(ipv4).forEach((t, set) -> rules.add(address + set + " goto to_" + t));
      rules.addAll(neighbours(ipv4));
      rules.add(otherwise);
    }
    if (!denies) {
      orphans();
    }
  }

  /** Stands before the default, which is about what is beyond them. */
  private List<String> neighbours(boolean ipv4) {
    return around.near().stream()
        .filter(network -> network.base().isIpv4() == ipv4)
        .map(network -> (ipv4 ? "ip daddr " : "ip6 daddr ") + network + " return")
        .toList();
  }

  private void orphans() {
    List<String> orphans = chains.add("orphans");
    orphans.add(NEAR + "return");
    orphans.addAll(DefaultDeny.management(lifelines));
    for (boolean ipv4 : new boolean[] {true, false}) {
      String address = ipv4 ? "ip daddr @" : "ip6 daddr @";
      targets.keySet().forEach(t -> orphans.add(address + learned.name(ipv4, t) + orphans(t)));
      nets.names(ipv4).forEach((t, set) -> orphans.add(address + set + orphans(t)));
      orphans.addAll(neighbours(ipv4));
    }
    orphans.add(orphans(numbers.target(policy.decide(List.of(policy.fallback())))).strip());
    targets.forEach(
        (target, decision) -> {
          if (Orphans.of(decision) == Orphans.DEPENDS) {
            List<String> rules = chains.add("orphans_" + target);
            for (Decision.Branch branch : decision.branches()) {
              for (String match : ScopeText.alternatives(branch.scope())) {
                rules.add(match + (Orphans.of(branch.to()) == Orphans.PASS ? "return" : "drop"));
              }
            }
          }
        });
  }

  private String orphans(String target) {
    return switch (Orphans.of(targets.getOrDefault(target, Decision.NONE))) {
      case PASS -> " return";
      case DROP -> " drop";
      case DEPENDS -> " goto orphans_" + target;
    };
  }

  /** What a socket of this host has bound to a link and marked for it leaves by that link. */
  private void bound(List<String> own) {
    String begins = "ct direction original ct mark and " + marks.maskText() + " == 0 ";
    String marked = "meta mark and " + marks.maskText();
    own.add(begins + marked + " != 0 jump bound");
    List<String> bound = chains.add("bound");
    for (Link link : interfaces(policy)) {
      int number = numbers.of(link);
      // A tunnel's own packets may carry the mark of what is in them, but leave elsewhere.
      String leaves = " oifname \"" + device(link) + "\" goto link_" + number;
      bound.add(marked + " == " + marks.text(number) + leaves);
    }
  }

  private void secondLine() {
    if (denies) {
      chains.add("deny").addAll(deny.deny());
      chains.add("resumed").addAll(deny.resumed(direct()));
      chains.add("strays").addAll(deny.strays(decided()));
      chains
          .add("leaving_forward", "type filter hook forward priority filter + 10; policy drop;")
          .add("goto strays");
      List<String> own =
          chains.add(
              "leaving_output", "type filter hook output priority filter + 10; policy drop;");
      own.add("oifname \"lo\" accept");
      own.add("goto strays");
    }
  }

  /** What matches packets that the first line has let go by a link. */
  private List<String> decided() {
    List<String> matches = new ArrayList<>(List.of(connectionOf(LinkNumbers.DIRECT)));
    for (Link link : interfaces(policy)) {
      int number = numbers.of(link);
      String marked = " meta mark and " + marks.maskText() + " == " + marks.text(number);
      matches.add(connectionOf(number) + marked);
    }
    return matches;
  }

  /** What matches packets from the addresses to which all connections go by the main table. */
  private List<String> direct() {
    List<String> matches = new ArrayList<>();
    targets.forEach(
        (target, decision) -> {
          boolean isDirect =
              decision.branches().size() == 1
                  && chosen(decision.branches().getFirst().to()).isDirect();
          for (boolean ipv4 : new boolean[] {true, false}) {
            if (isDirect) {
              String address = ipv4 ? "ip saddr @" : "ip6 saddr @";
              matches.add(address + learned.name(ipv4, target));
              String set = nets.names(ipv4).get(target);
              if (set != null) {
                matches.add(address + set);
              }
            }
          }
        });
    return matches;
  }

  private void postrouting() {
    List<String> guard =
        chains.add("guard", "type filter hook postrouting priority mangle + 10; policy accept;");
    List<String> masquerade = chains.add("source_nat", LinkEdge.SOURCE_NAT);
    List<String> out = chains.add("segments_out", LinkEdge.OUT);
    List<String> in = chains.add("segments_in", LinkEdge.IN);
    for (Link link : interfaces(policy)) {
      int number = numbers.of(link);
      LinkEdge edge = new LinkEdge(link, state(link));
      String marked = "meta mark and " + marks.maskText() + " == " + marks.text(number) + " ";
      String name = edge.device();
      guard.add(marked + "oifname != " + name + " counter name wrong_" + number + " drop");
      edge.masquerade(masquerade, marked + "oifname " + name + " ");
      edge.segments(out, in);
    }
  }

  /** Counts what leaves by a link and what comes back, by the connection's mark. */
  private void accounts() {
    // Behind the guard: what it refuses has not left.
    List<String> out =
        chains.add(
            "accounts_out", "type filter hook postrouting priority mangle + 20; policy accept;");
    List<String> in =
        chains.add("accounts_in", "type filter hook input priority mangle; policy accept;");
    LinkCounters.count(out, in, marks.maskText());
  }

  private String connectionOf(int number) {
    return "ct mark and " + marks.maskText() + " == " + marks.text(number);
  }

  /**
   * The text that makes the table so, whatever it was, but for learned addresses.
   *
   * @param oldChains the chains that are there
   * @param oldSets the sets that are there
   */
  String text(Collection<String> oldChains, Collection<String> oldSets) {
    StringBuilder text = new StringBuilder();
    Set<String> sets = sets(text);
    chains(text, oldChains);
    for (String set : oldSets) {
      if (!sets.contains(set)) {
        line(text, "delete set inet waymark " + set);
      }
    }
    return text.toString();
  }

  /** The text that changes only how groups share. */
  String groupChains() {
    StringBuilder text = new StringBuilder();
    chains.changes(text, GROUP);
    return text.toString();
  }

  /** The sets and rules, a line each, but for what is in the sets. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String target : targets.keySet()) {
      lines.add("set " + learned.name(true, target));
      lines.add("set " + learned.name(false, target));
    }
    nets.sizes().forEach((set, size) -> lines.add("set " + set + ": " + size + " intervals"));
    lines.addAll(chains.lines());
    return lines;
  }

  /** The targets by their names. */
  Map<String, Decision> byTarget() {
    return Map.copyOf(targets);
  }

  /** The text that changes the chains and adds what sets they need: a link has gone down, say. */
  String chains() {
    StringBuilder text = new StringBuilder();
    hostSets(text, new LinkedHashSet<>());
    chains(text, List.of());
    return text.toString();
  }

  private Set<String> sets(StringBuilder text) {
    text.append(addTable());
    Set<String> sets = new LinkedHashSet<>();
    hostSets(text, sets);
    nets.text(text, sets);
    for (String map : LinkCounters.MAPS) {
      sets.add(map);
      text.append(LinkCounters.addMap(map));
      line(text, "flush map inet waymark " + map);
    }
    return sets;
  }

  static String addTable() {
    return "add table inet waymark { comment \"" + KernelTable.COMMENT + "\"; }\n";
  }

  /** The text that adds a set of learned addresses. */
  static String addHosts(String name) {
    return addHosts(name, List.of());
  }

  static String addHosts(String name, List<String> addresses) {
    String type = name.startsWith("hosts4") ? "type ipv4_addr; " : "type ipv6_addr; ";
    return "add set inet waymark " + name + " { " + type + elements(addresses) + "}\n";
  }

  /** The names of the sets of learned addresses. */
  Set<String> hostSets() {
    Set<String> names = new LinkedHashSet<>();
    hostSets(new StringBuilder(), names);
    return names;
  }

  private void hostSets(StringBuilder text, Set<String> sets) {
    for (String target : targets.keySet()) {
      for (boolean ipv4 : new boolean[] {true, false}) {
        String name = learned.name(ipv4, target);
        sets.add(name);
        text.append(addHosts(name));
      }
    }
  }

  private void chains(StringBuilder text, Collection<String> oldChains) {
    for (Link link : interfaces(policy)) {
      line(text, "add counter inet waymark wrong_" + numbers.of(link));
    }
    List<Integer> counted = new ArrayList<>(List.of(LinkNumbers.DIRECT));
    interfaces(policy).forEach(link -> counted.add(numbers.of(link)));
    LinkCounters.MAPS.forEach(map -> text.append(LinkCounters.fillMap(map, counted, marks)));
    if (mode == Learning.Mode.HOLD) {
      line(text, "add counter inet waymark " + DnsTap.ANSWERS);
    }
    if (denies) {
      line(text, "add counter inet waymark " + DefaultDeny.REFUSED);
      line(text, "add counter inet waymark " + DefaultDeny.STRAYS);
    }
    chains.text(text, oldChains);
  }

  /** The addition or removal of learned addresses, as text. */
  static void elements(StringBuilder text, String verb, String set, List<String> addresses) {
    if (!addresses.isEmpty()) {
      line(
          text,
          verb + " element inet waymark " + set + " { " + String.join(", ", addresses) + " }");
    }
  }

  /**
   * The elements of a set or map, in its own declaration. For an element that is added by itself
   * the nft command first reads all interval sets of the host, a second and more for countries.
   */
  static String elements(List<String> all) {
    return all.isEmpty() ? "" : "elements = { " + String.join(", ", all) + " }; ";
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }
}
