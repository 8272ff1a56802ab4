package waymark.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import waymark.policy.Decision;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Masquerade;
import waymark.policy.Network;
import waymark.policy.Outlet;
import waymark.policy.Policy;
import waymark.policy.Strategy;

/**
 * The chains of iptables that carry a policy, of one family, as {@code iptables-restore} reads
 * them.
 *
 * <pre>
 *  mangle PREROUTING, OUTPUT ─▶ WAYMARK_STEER ─ marked? ─▶ WAYMARK_L_N
 *                          │      │ new
 *                  invalid ▼      ▼
 *                        in waymark_T? in waymarkn_T? ─▶ WAYMARK_T_T ─▶ WAYMARK_G_I ─▶ WAYMARK_L_N
 *          WAYMARK_ORPHANS: the same sets; dropped, but for what is direct
 *  mangle POSTROUTING: guard, segments, DNS    INPUT: DNS        └─▶ WAYMARK_BLOCK: a mark, and
 *  nat POSTROUTING: masquerade                 filter FORWARD, OUTPUT: that mark is rejected
 * </pre>
 *
 * <p>What is blocked gets a mark of its own, the mask with all bits set, because mangle cannot
 * reject. Answers for the queue come last: behind the queue a packet goes on with the next table.
 */
final class IptablesRuleset {
  static final String PREFIX = "WAYMARK_";

  /** The chain whose rules count packets on wrong links. */
  static final String GUARD = "WAYMARK_GUARD";

  /** The chain whose rule counts answers. */
  static final String ANSWER = "WAYMARK_ANSWER";

  private static final String GROUP = "WAYMARK_G_";

  /** More slots than that are drawn by chance instead of in turn. */
  private static final int MOST_TURNS = 64;

  /** The cluster match knows so many nodes (xt_cluster.h). */
  private static final int NODES = 32;

  private final boolean ipv4;
  private final Policy policy;
  private final Map<String, Decision> targets;
  private final Set<String> networks;
  private final LinkNumbers numbers;
  private final Marks marks;
  private final Learning learning;
  private final Surroundings around;
  private final Balance balance;
  private final Map<String, Map<String, List<String>>> tables = new LinkedHashMap<>();

  /** By table: what stands in which built-in chain; a + in front: at its end. */
  private final Map<String, Map<String, String>> jumps = new LinkedHashMap<>();

  /**
   * @param targets what is decided for addresses, by its name in the kernel
   * @param networks the targets that have a set of networks
   * @param learning in the mode that the kernel can do
   * @param around what has been seen of links and neighbours
   */
  IptablesRuleset(
      boolean ipv4,
      Policy policy,
      Map<String, Decision> targets,
      Set<String> networks,
      LinkNumbers numbers,
      Marks marks,
      Learning learning,
      Surroundings around,
      Balance balance) {
    this.ipv4 = ipv4;
    this.policy = policy;
    this.targets = targets;
    this.networks = networks;
    this.numbers = numbers;
    this.marks = marks;
    this.learning = learning;
    this.around = around;
    this.balance = balance;
    links();
    groups();
    targets();
    steering();
    refusal();
    guard();
    segments();
    masquerade();
    answers();
  }

  private List<String> chain(String table, String name) {
    return tables
        .computeIfAbsent(table, key -> new LinkedHashMap<>())
        .computeIfAbsent(name, key -> new ArrayList<>());
  }

  private List<String> mangle(String name) {
    return chain("mangle", name);
  }

  private void jump(String table, String from, String to) {
    jumps.computeIfAbsent(table, key -> new LinkedHashMap<>()).put(from + " " + to, to);
  }

  private void links() {
    mangle("WAYMARK_L_1").add("-j CONNMARK --set-xmark " + mark(LinkNumbers.DIRECT));
    for (Link link : Ruleset.interfaces(policy)) {
      List<String> rules = mangle(link(link));
      rules.add("-j CONNMARK --set-xmark " + mark(numbers.of(link)));
      rules.add("-j MARK --set-xmark " + mark(numbers.of(link)));
    }
    mangle("WAYMARK_BLOCK").add("-j MARK --set-xmark " + blocked());
  }

  private void groups() {
    for (int i = 0; i < policy.groups().size(); i++) {
      Group group = policy.groups().get(i);
      List<Link> slots = balance.slots(group, this::isUp);
      List<String> rules = mangle(GROUP + i);
      if (group.strategy() == Strategy.ROUND_ROBIN && slots.size() <= MOST_TURNS) {
        // Each rule sees what those before it left over.
        for (int turn = 0; turn + 1 < slots.size(); turn++) {
          String nth = "-m statistic --mode nth --every " + (slots.size() - turn) + " --packet 0";
          rules.add(nth + " -g " + link(slots.get(turn)));
        }
        rules.add("-g " + (slots.isEmpty() ? "WAYMARK_BLOCK" : link(slots.getLast())));
      } else if (group.strategy() == Strategy.STICKY && slots.size() > 1) {
        byClient(rules, slots);
      } else {
        byChance(rules, slots);
      }
    }
  }

  /** The match for clusters hashes the client's address; each node of 32 is a slot. */
  private void byClient(List<String> rules, List<Link> slots) {
    Link rest = slots.getFirst();
    for (int node = 1; node <= NODES; node++) {
      Link link = slots.get((node - 1) % slots.size());
      if (!link.equals(rest)) {
        rules.add(
            "-m cluster --cluster-local-node %d --cluster-total-nodes %d --cluster-hash-seed 0x77 -g %s"
                .formatted(node, NODES, link(link)));
      }
    }
    rules.add("-g " + link(rest));
  }

  private void byChance(List<String> rules, List<Link> slots) {
    Map<Link, Integer> shares = new LinkedHashMap<>();
    slots.forEach(link -> shares.merge(link, 1, Integer::sum));
    int rest = slots.size();
    for (Map.Entry<Link, Integer> share : shares.entrySet()) {
      double part = share.getValue() / (double) rest;
      String chance =
          part >= 1
              ? ""
              : String.format(Locale.ROOT, "-m statistic --mode random --probability %.9f ", part);
      rules.add(chance + "-g " + link(share.getKey()));
      rest -= share.getValue();
    }
    if (slots.isEmpty()) {
      rules.add("-g WAYMARK_BLOCK");
    }
  }

  private String link(Link link) {
    return "WAYMARK_L_" + numbers.of(link);
  }

  private void targets() {
    targets.forEach(
        (target, decision) -> {
          target(target(target, false), decision, false);
          if (isAboutSelf(decision)) {
            target(target(target, true), decision, true);
          }
        });
  }

  private void target(String chain, Decision decision, boolean own) {
    List<String> rules = mangle(chain);
    for (Decision.Branch branch : decision.branches()) {
      for (String match : IptablesScope.alternatives(branch.scope(), ipv4, own)) {
        rules.add(match + "-g " + outlet(branch.to()));
      }
    }
  }

  /** The chain of a target, for what is to be forwarded or for this host's own packets. */
  private static String target(String target, boolean own) {
    return (own ? "WAYMARK_O_" : "WAYMARK_T_") + target;
  }

  private static boolean isAboutSelf(Decision decision) {
    return decision.branches().stream()
        .anyMatch(branch -> IptablesScope.isAboutSelf(branch.scope()));
  }

  private String outlet(List<Outlet> to) {
    return switch (Chosen.of(to, around.links())) {
      case Link link when link.isBlock() -> "WAYMARK_BLOCK";
      case Link link -> link(link);
      case Group group -> GROUP + policy.groups().indexOf(group);
    };
  }

  private boolean isUp(Link link) {
    return Chosen.isUp(link, around.links());
  }

  private LinkState state(Link link) {
    return around.links().getOrDefault(link.name(), LinkState.ABSENT);
  }

  private void steering() {
    // No match tells what this host sends itself: it has to come by other chains.
    boolean apart = targets.values().stream().anyMatch(IptablesRuleset::isAboutSelf);
    String own = apart ? "WAYMARK_STEER_OWN" : "WAYMARK_STEER";
    String lost = "-m conntrack --ctstate INVALID -j WAYMARK_ORPHANS";
    mangle("WAYMARK_PREROUTING").add(lost);
    mangle("WAYMARK_OUTPUT").add(lost + (apart ? "_OWN" : ""));
    mangle("WAYMARK_PREROUTING").add("-m conntrack --ctdir ORIGINAL -j WAYMARK_STEER");
    bound();
    mangle("WAYMARK_OUTPUT").add("-m conntrack --ctdir ORIGINAL -j " + own);
    jump("mangle", "PREROUTING", "WAYMARK_PREROUTING");
    jump("mangle", "OUTPUT", "WAYMARK_OUTPUT");
    steer("WAYMARK_STEER", false);
    orphans("WAYMARK_ORPHANS", false);
    if (apart) {
      steer(own, true);
      orphans("WAYMARK_ORPHANS_OWN", true);
    }
  }

  private void steer(String chain, boolean own) {
    List<String> steer = mangle(chain);
    steer.add("-m connmark --mark " + mark(LinkNumbers.DIRECT) + " -j RETURN");
    for (Link link : Ruleset.interfaces(policy)) {
      steer.add("-m connmark --mark " + mark(numbers.of(link)) + " -g " + link(link));
    }
    // A connection of a link that is no more is not let out by another.
    steer.add("-m connmark ! --mark 0x0/" + hex(marks.mask()) + " -g WAYMARK_BLOCK");
    // Errors about a connection that was there before us are not a new connection.
    steer.add("-p " + (ipv4 ? "icmp" : "ipv6-icmp") + " -m conntrack --ctstate RELATED -j RETURN");
    steer.add("-m conntrack ! --ctstate NEW,RELATED -j RETURN");
    near(steer);
    targets.forEach(
        (target, decision) ->
            steer.add(in(hosts(target, ipv4)) + target(target, own && isAboutSelf(decision))));
    for (String target : networks) {
      Decision decision = targets.getOrDefault(target, Decision.NONE);
      steer.add(in(networks(target, ipv4)) + target(target, own && isAboutSelf(decision)));
    }
    neighbours(steer);
    Decision otherwise = policy.decide(List.of(policy.fallback()));
    String target = name(numbers.target(otherwise));
    steer.add("-g " + target(target, own && isAboutSelf(otherwise)));
  }

  private static String in(String set) {
    return "-m set --match-set " + set + " dst -g ";
  }

  /** What does not leave for elsewhere. */
  private void near(List<String> rules) {
    if (ipv4) {
      rules.add("-m addrtype --dst-type LOCAL,BROADCAST,ANYCAST,MULTICAST -j RETURN");
    } else {
      // Types of IPv6 are not alternatives when they come together (xt_addrtype.c).
      rules.add("-m addrtype --dst-type LOCAL -j RETURN");
      rules.add("-m addrtype --dst-type ANYCAST -j RETURN");
      rules.add("-d ff00::/8 -j RETURN");
    }
  }

  /** Stand before the default, which is about what is beyond them. */
  private void neighbours(List<String> rules) {
    for (Network network : around.near()) {
      if (network.base().isIpv4() == ipv4) {
        rules.add("-d " + network + " -j RETURN");
      }
    }
  }

  private void orphans(String chain, boolean own) {
    List<String> orphans = mangle(chain);
    near(orphans);
    for (String target : targets.keySet()) {
      orphans.add("-m set --match-set " + hosts(target, ipv4) + " dst " + orphan(target, own));
    }
    for (String target : networks) {
      orphans.add("-m set --match-set " + networks(target, ipv4) + " dst " + orphan(target, own));
    }
    neighbours(orphans);
    Decision otherwise = policy.decide(List.of(policy.fallback()));
    orphans.add(orphan(name(numbers.target(otherwise)), own));
  }

  /** What becomes of them by a target; where scopes have a say, that is a chain's to tell. */
  private String orphan(String target, boolean own) {
    Decision decision = targets.getOrDefault(target, Decision.NONE);
    return switch (Orphans.of(decision)) {
      case PASS -> "-j RETURN";
      case DROP -> "-j DROP";
      case DEPENDS -> {
        String chain = (own ? "WAYMARK_P_" : "WAYMARK_I_") + target;
        List<String> rules = mangle(chain);
        if (rules.isEmpty()) {
          for (Decision.Branch branch : decision.branches()) {
            String verdict = Orphans.of(branch.to()) == Orphans.PASS ? "-j RETURN" : "-j DROP";
            IptablesScope.alternatives(branch.scope(), ipv4, own)
                .forEach(match -> rules.add(match + verdict));
          }
        }
        yield "-g " + chain;
      }
    };
  }

  /** What a socket of this host has bound to a link and marked for it leaves by that link. */
  private void bound() {
    String none = "--mark 0x0/" + hex(marks.mask());
    mangle("WAYMARK_OUTPUT")
        .add(
            "-m conntrack --ctdir ORIGINAL -m connmark "
                + none
                + " -m mark ! "
                + none
                + " -j WAYMARK_BOUND");
    List<String> bound = mangle("WAYMARK_BOUND");
    for (Link link : Ruleset.interfaces(policy)) {
      // A tunnel's own packets may carry the mark of what is in them, but leave elsewhere.
      String leaves = "-o " + Ruleset.device(link) + " -m mark --mark ";
      bound.add(leaves + mark(numbers.of(link)) + " -g " + link(link));
    }
  }

  /** What a target is called in names of at most 31 bytes. */
  static String name(String target) {
    return target.length() <= 17 ? target : "x" + LinkNumbers.hash(target);
  }

  /** The set of what was learned. */
  static String hosts(String target, boolean ipv4) {
    return "waymark_" + target + (ipv4 ? "" : "v6");
  }

  /** The set of static networks. */
  static String networks(String target, boolean ipv4) {
    return "waymarkn_" + target + (ipv4 ? "" : "v6");
  }

  private void refusal() {
    List<String> rules = chain("filter", "WAYMARK_REJECT");
    String marked = "-m mark --mark " + blocked();
    rules.add("-p tcp " + marked + " -j REJECT --reject-with tcp-reset");
    String how = ipv4 ? "icmp-admin-prohibited" : "icmp6-adm-prohibited";
    rules.add(marked + " -j REJECT --reject-with " + how);
    jump("filter", "FORWARD", "WAYMARK_REJECT");
    jump("filter", "OUTPUT", "WAYMARK_REJECT");
  }

  private void guard() {
    List<String> rules = mangle(GUARD);
    rules.add("-m mark --mark " + blocked() + " -j DROP");
    for (Link link : Ruleset.interfaces(policy)) {
      rules.add(
          "! -o "
              + Ruleset.device(link)
              + " -m mark --mark "
              + mark(numbers.of(link))
              + " -j DROP");
    }
    jump("mangle", "POSTROUTING", GUARD);
  }

  private void segments() {
    List<String> out = mangle("WAYMARK_SEGMENTS");
    List<String> in = mangle("WAYMARK_PREROUTING");
    for (Link link : Ruleset.interfaces(policy)) {
      int mtu = state(link).mtu();
      if (mtu > 0 && mtu < 65_536) {
        String syn = Ruleset.device(link) + " -p tcp --tcp-flags SYN,RST SYN -j TCPMSS ";
        out.add("-o " + syn + "--clamp-mss-to-pmtu");
        in.add("-i " + syn + "--set-mss " + (mtu - (ipv4 ? 40 : 60)));
      }
    }
    jump("mangle", "POSTROUTING", "WAYMARK_SEGMENTS");
  }

  private void masquerade() {
    List<String> rules = chain("nat", "WAYMARK_NAT");
    for (Link link : Ruleset.interfaces(policy)) {
      if (link.masquerade() == Masquerade.NEVER) {
        continue;
      }
      String chain = "WAYMARK_N_" + numbers.of(link);
      rules.add(
          "-o "
              + Ruleset.device(link)
              + " -m mark --mark "
              + mark(numbers.of(link))
              + " -g "
              + chain);
      List<String> own = chain("nat", chain);
      if (link.masquerade() == Masquerade.AUTO) {
        for (Network network : state(link).onLink()) {
          if (network.base().isIpv4() == ipv4) {
            own.add("-s " + network + " -j RETURN");
          }
        }
      }
      own.add("-j MASQUERADE");
    }
    jump("nat", "POSTROUTING", "WAYMARK_NAT");
  }

  /** Copies questions, and copies or queues answers, once on each way that they pass. */
  private void answers() {
    if (learning.mode() == Learning.Mode.OFF) {
      return;
    }
    String copy = "-j NFLOG --nflog-group " + learning.group() + " --nflog-threshold 1";
    mangle(ANSWER)
        .add(
            learning.mode() == Learning.Mode.HOLD
                ? "-j NFQUEUE --queue-num " + learning.queue() + " --queue-bypass"
                : copy);
    List<String> dns = mangle("WAYMARK_DNS");
    for (String protocol : List.of("udp", "tcp")) {
      dns.add("-p " + protocol + " --dport 53 -m conntrack --ctdir ORIGINAL " + copy);
      dns.add(
          "-p "
              + protocol
              + " --sport 53 -m conntrack --ctdir REPLY --ctstate ESTABLISHED -g "
              + ANSWER);
    }
    List<String> in = mangle("WAYMARK_INPUT");
    // What this host says to itself has passed postrouting.
    in.add("-i lo -j RETURN");
    in.add("-j WAYMARK_DNS");
    jump("mangle", "INPUT", "WAYMARK_INPUT");
    jump("mangle", "POSTROUTING", "WAYMARK_DNS");
  }

  private String mark(int number) {
    return hex(marks.mark(number)) + "/" + hex(marks.mask());
  }

  private String blocked() {
    return hex(marks.mask()) + "/" + hex(marks.mask());
  }

  private static String hex(int bits) {
    return "0x" + Integer.toHexString(bits);
  }

  /** The script that makes the chains of groups so, and leaves the others. */
  String groupText() {
    StringBuilder text = new StringBuilder("*mangle\n");
    Map<String, List<String>> mangle = tables.getOrDefault("mangle", Map.of());
    for (int i = 0; i < policy.groups().size(); i++) {
      String name = GROUP + i;
      text.append(':').append(name).append(" - [0:0]\n");
      for (String rule : mangle.getOrDefault(name, List.of())) {
        text.append("-A ").append(name).append(' ').append(rule).append('\n');
      }
    }
    return text.append("COMMIT\n").toString();
  }

  /** All rules, for people to compare. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    String command = ipv4 ? "iptables" : "ip6tables";
    tables.forEach(
        (table, chains) ->
            chains.forEach(
                (name, rules) ->
                    rules.forEach(
                        rule ->
                            lines.add(
                                command + " -t " + table + ": chain " + name + ": " + rule))));
    return lines;
  }

  /** The script that makes the chains so, whatever there is of ours. */
  String text(Iptables.Saved saved) {
    return text(tables, jumps, saved);
  }

  /** The script that takes all of ours away. */
  static String removal(Iptables.Saved saved) {
    return text(Map.of(), Map.of(), saved);
  }

  private static String text(
      Map<String, Map<String, List<String>>> tables,
      Map<String, Map<String, String>> jumps,
      Iptables.Saved saved) {
    Set<String> all = new LinkedHashSet<>(tables.keySet());
    saved.lines().forEach(line -> all.add(line.table()));
    StringBuilder text = new StringBuilder();
    for (String table : all) {
      Map<String, List<String>> chains = tables.getOrDefault(table, Map.of());
      Map<String, String> wanted = new LinkedHashMap<>(jumps.getOrDefault(table, Map.of()));
      text.append('*').append(table).append('\n');
      chains.keySet().forEach(name -> text.append(':').append(name).append(" - [0:0]\n"));
      Map<String, Integer> there = new HashMap<>();
      List<String> stale = new ArrayList<>();
      for (Iptables.Line line : saved.lines()) {
        if (line.table().equals(table)) {
          if (line.isJump()) {
            String way = line.text().substring(3).replace("-j ", "");
            if (!wanted.containsKey(way) || there.merge(way, 1, Integer::sum) > 1) {
              text.append("-D").append(line.text().substring(2)).append('\n');
            }
          } else if (line.isChain() && !chains.containsKey(line.chain())) {
            stale.add(line.chain());
          }
        }
      }
      wanted.forEach(
          (way, to) -> {
            if (!there.containsKey(way)) {
              // The others are first in their chains; behind the queue nothing more is looked at.
              String verb = to.equals("WAYMARK_DNS") ? "-A " : "-I ";
              text.append(verb).append(way.replace(" ", " -j ")).append('\n');
            }
          });
      chains.forEach(
          (name, rules) ->
              rules.forEach(
                  rule -> text.append("-A ").append(name).append(' ').append(rule).append('\n')));
      stale.forEach(name -> text.append("-F ").append(name).append('\n'));
      stale.forEach(name -> text.append("-X ").append(name).append('\n'));
      text.append("COMMIT\n");
    }
    return text.toString();
  }
}
