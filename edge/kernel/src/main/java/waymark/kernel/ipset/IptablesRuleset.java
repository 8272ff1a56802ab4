package waymark.kernel.ipset;

import java.util.List;
import waymark.kernel.links.InterfaceLinks;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.model.CaptureSettings;
import waymark.policy.Decision;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Outlet;

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
 * <p>Where the default denies there is more, which is {@link IptablesDeny}'s.
 *
 * <p>What is blocked gets a mark of its own, the mask with all bits set, because mangle cannot
 * reject. Answers for the queue come last: behind the queue a packet goes on with the next table.
 */
public final class IptablesRuleset {
  static final String PREFIX = "WAYMARK_";

  /** The chain whose rule counts answers. */
  static final String ANSWER = "WAYMARK_ANSWER";

  /** The chain that copies questions, and has answers learned from. */
  static final String DNS = "WAYMARK_DNS";

  /** The chain that gives the mark of what is to be refused. */
  static final String BLOCK = "WAYMARK_BLOCK";

  /** The chain that gives the mark of what goes by the main table. */
  static final String DIRECT = "WAYMARK_L_1";

  /** The chain that refuses what has the mark for it. */
  static final String REJECT = "WAYMARK_REJECT";

  /** The chain that decides a connection at its first packet. */
  static final String STEER = "WAYMARK_STEER";

  static final String PREROUTING = "WAYMARK_PREROUTING";
  private static final String OUTPUT = "WAYMARK_OUTPUT";
  private static final String ORPHANS = "WAYMARK_ORPHANS";
  private static final String ORIGINAL = "-m conntrack --ctdir ORIGINAL ";

  private final IptablesPlan plan;
  private final IptablesChains chains = new IptablesChains();
  private final IptablesDeny deny;

  public IptablesRuleset(IptablesPlan plan) {
    this.plan = plan;
    deny = new IptablesDeny(chains, plan);
    links();
    IptablesGroups.add(chains, plan);
    targets();
    steering();
    refusal();
    IptablesEdge.add(chains, plan);
    answers();
  }

  private void links() {
    chains.mangle(DIRECT).add("-j CONNMARK --set-xmark " + plan.mark(LinkNumbers.DIRECT));
    for (Link link : plan.links()) {
      List<String> rules = chains.mangle(plan.chain(link));
      if (plan.denies()) {
        rules.addAll(deny.link());
      }
      rules.add("-j CONNMARK --set-xmark " + plan.mark(link));
      rules.add("-j MARK --set-xmark " + plan.mark(link));
    }
    chains.mangle(BLOCK).add("-j MARK --set-xmark " + plan.blocked());
  }

  private void targets() {
    plan.targets()
        .forEach(
            (target, decision) -> {
              target(target, decision, false);
              if (isAboutSelf(decision)) {
                target(target, decision, true);
              }
            });
  }

  private void target(String target, Decision decision, boolean own) {
    List<String> rules = chains.mangle(target(target, own));
    for (Decision.Branch branch : decision.branches()) {
      for (String match : IptablesScope.alternatives(branch.scope(), plan.ipv4(), own)) {
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
    if (plan.denies() && to.getFirst().isBlock()) {
      return IptablesDeny.DENY;
    }
    return switch (plan.desired().conditions().chosen(to, plan.ipv4())) {
      case Link link when link.isBlock() -> BLOCK;
      case Link link -> plan.chain(link);
      case Group group -> IptablesGroups.chain(plan, group);
    };
  }

  private void steering() {
    // No match tells what this host sends itself: it has to come by other chains.
    boolean apart = plan.targets().values().stream().anyMatch(IptablesRuleset::isAboutSelf);
    String end = apart ? "_OWN" : "";
    List<String> in = chains.mangle(PREROUTING);
    List<String> out = chains.mangle(OUTPUT);
    if (plan.denies()) {
      // The second line has what is invalid.
      in.addAll(deny.prerouting());
    } else {
      String lost = "-m conntrack --ctstate INVALID -j " + ORPHANS;
      in.add(lost);
      out.add(lost + end);
    }
    in.add(ORIGINAL + "-j " + STEER);
    bound(out);
    if (plan.denies()) {
      out.addAll(deny.output());
    }
    out.add(ORIGINAL + "-j " + STEER + end);
    chains.jump("mangle", "PREROUTING", PREROUTING);
    chains.jump("mangle", "OUTPUT", OUTPUT);
    steer(STEER, false);
    orphans(ORPHANS, false);
    if (apart) {
      steer(STEER + end, true);
      orphans(ORPHANS + end, true);
    }
  }

  private void orphans(String chain, boolean own) {
    if (!plan.denies()) {
      IptablesInvalidPackets.add(chains, plan, chain, own);
    }
  }

  private void steer(String chain, boolean own) {
    List<String> steer = chains.mangle(chain);
    steer.add("-m connmark --mark " + plan.mark(LinkNumbers.DIRECT) + " -j RETURN");
    for (Link link : plan.links()) {
      steer.add("-m connmark --mark " + plan.mark(link) + " -g " + plan.chain(link));
    }
    // A connection of a link that is no more is not let out by another.
    steer.add("-m connmark ! --mark " + plan.none() + " -g " + BLOCK);
    // Errors about a connection that was there before us are not a new connection.
    steer.add("-p " + plan.icmp() + " -m conntrack --ctstate RELATED -j RETURN");
    if (plan.denies()) {
      steer.addAll(plan.near("-g " + DIRECT));
      steer.addAll(deny.management());
    } else {
      steer.add("-m conntrack ! --ctstate NEW,RELATED -j RETURN");
      steer.addAll(plan.near("-j RETURN"));
    }
    for (String target : plan.targets().keySet()) {
      steer.add(plan.to(IpsetTargets.hosts(target, plan.ipv4())) + toTarget(target, own));
    }
    for (String target : plan.networks()) {
      steer.add(plan.to(IpsetTargets.networks(target, plan.ipv4())) + toTarget(target, own));
    }
    steer.addAll(plan.neighbours());
    steer.add(toTarget(plan.otherwise(), own));
  }

  private String toTarget(String target, boolean own) {
    Decision decision = plan.targets().getOrDefault(target, Decision.NONE);
    return "-g " + target(target, own && isAboutSelf(decision));
  }

  /** What a socket of this host has bound to a link and marked for it leaves by that link. */
  private void bound(List<String> out) {
    String none = "--mark " + plan.none();
    out.add(ORIGINAL + "-m connmark " + none + " -m mark ! " + none + " -j WAYMARK_BOUND");
    List<String> bound = chains.mangle("WAYMARK_BOUND");
    for (Link link : plan.links()) {
      // What is marked and not bound may leave elsewhere: the rules decide on it.
      String leaves = "-o " + InterfaceLinks.device(link) + " -m mark --mark ";
      bound.add(leaves + plan.mark(link) + " -g " + plan.chain(link));
    }
  }

  private void refusal() {
    List<String> rules = chains.chain("filter", REJECT);
    String marked = "-m mark --mark " + plan.blocked();
    rules.add("-p tcp " + marked + " -j REJECT --reject-with tcp-reset");
    String how = plan.ipv4() ? "icmp-admin-prohibited" : "icmp6-adm-prohibited";
    rules.add(marked + " -j REJECT --reject-with " + how);
    if (plan.denies()) {
      deny.add();
    } else {
      chains.jump("filter", "FORWARD", REJECT);
      chains.jump("filter", "OUTPUT", REJECT);
    }
  }

  /** Copies questions, and copies or queues answers, once on each way that they pass. */
  private void answers() {
    CaptureSettings captureSettings = plan.desired().capture();
    if (captureSettings.mode() == CaptureSettings.Mode.OFF) {
      return;
    }
    String copy = "-j NFLOG --nflog-group " + captureSettings.group() + " --nflog-threshold 1";
    chains
        .mangle(ANSWER)
        .add(
            captureSettings.mode() == CaptureSettings.Mode.HOLD
                ? "-j NFQUEUE --queue-num " + captureSettings.queue() + " --queue-bypass"
                : copy);
    List<String> dns = chains.mangle(DNS);
    for (String protocol : List.of("udp", "tcp")) {
      dns.add("-p " + protocol + " --dport 53 " + ORIGINAL + copy);
      dns.add(
          "-p "
              + protocol
              + " --sport 53 -m conntrack --ctdir REPLY --ctstate ESTABLISHED -g "
              + ANSWER);
    }
    List<String> in = chains.mangle("WAYMARK_INPUT");
    // What this host says to itself has passed postrouting.
    in.add("-i lo -j RETURN");
    in.add("-j " + DNS);
    chains.jump("mangle", "INPUT", "WAYMARK_INPUT");
    chains.jump("mangle", "POSTROUTING", DNS);
  }

  /** The script that makes the chains so, whatever there is of ours. */
  public String text(Iptables.Saved saved) {
    return chains.text(saved);
  }

  /** The script that makes the chains of groups so, and leaves the others. */
  String groupText() {
    return chains.changes(IptablesGroups.BEGINNING);
  }

  /** All rules, for people to compare. */
  List<String> lines() {
    return chains.lines(plan.ipv4() ? "iptables" : "ip6tables");
  }

  /** The script that takes all of ours away. */
  static String removal(Iptables.Saved saved) {
    return new IptablesChains().text(saved);
  }
}
