package waymark.kernel.ipset;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.kernel.links.InterfaceLinks;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.links.Surroundings;
import waymark.kernel.links.Uplinks;
import waymark.kernel.model.Denials;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.Learning;
import waymark.kernel.plane.Balance;
import waymark.kernel.plane.Lifelines;
import waymark.netlink.NetlinkException;
import waymark.netlink.Nftables;
import waymark.policy.Link;
import waymark.policy.Policy;

/**
 * Our chains of iptables on this host, of both families: written, watched, counted and taken away.
 * Owned by the engine's thread.
 */
final class HostChains implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HostChains.class);

  private final Uplinks links;
  private final Learning learning;
  private final Iptables iptables;
  private final MadeTables made;
  private final Nftables nftables = Nftables.open();
  private final ChainWatch watch;
  private final ChainCounters counters;
  private Learning.Mode mode;

  /** Whether chains with the queue have been written: what fails then has another reason. */
  private boolean hasQueue;

  /** What chains are to carry. */
  record Content(
      Policy policy,
      IpsetTargets targets,
      Surroundings around,
      Balance balance,
      Lifelines lifelines) {
    Content with(Surroundings other) {
      return new Content(policy, targets, other, balance, lifelines);
    }

    Content with(Balance other) {
      return new Content(policy, targets, around, other, lifelines);
    }

    Content with(Lifelines other) {
      return new Content(policy, targets, around, balance, other);
    }
  }

  /**
   * @param made what of iptables' own tables was made for us
   */
  HostChains(Uplinks links, Learning learning, Iptables iptables, MadeTables made) {
    this.links = links;
    this.learning = learning;
    this.iptables = iptables;
    this.made = made;
    watch = new ChainWatch(iptables, this::generation);
    counters = new ChainCounters(iptables, links.marks());
    mode = learning.mode();
  }

  /** As far as the kernel can. */
  Learning learning() {
    return learning.in(mode);
  }

  /** Writes all chains, in a lesser mode if the kernel has no queue. */
  void write(Content content) {
    try {
      writeAsIs(content);
      hasQueue |= mode == Learning.Mode.HOLD;
    } catch (KernelException e) {
      if (mode != Learning.Mode.HOLD || hasQueue) {
        throw e;
      }
      mode = Learning.Mode.OBSERVE;
      try {
        writeAsIs(content);
      } catch (KernelException _) {
        mode = Learning.Mode.HOLD;
        throw e;
      }
      log.warn(
          "This kernel has no NFQUEUE target: answers are observed instead of held, and the first"
              + " packet to a new address may take the wrong link: {}",
          e.getMessage());
    }
  }

  private void writeAsIs(Content content) {
    long rules = 0;
    for (boolean ipv4 : links.families()) {
      Iptables.Saved saved = iptables.save(ipv4);
      made.before(ipv4, saved.tables());
      String text = ruleset(ipv4, content).text(saved);
      iptables.restore(ipv4, text);
      counters.replaced(saved);
      rules += ChainWatch.rules(text);
    }
    watch.written(links.families(), rules);
    counters.written();
  }

  private IptablesRuleset ruleset(boolean ipv4, Content content) {
    return new IptablesRuleset(
        new IptablesPlan(
            ipv4,
            content.policy(),
            content.targets(),
            links.numbers(content.policy()),
            links.marks(),
            learning(),
            content.around(),
            content.balance(),
            content.lifelines()));
  }

  /** Writes the chains of groups, where they differ: the others' counters go on. */
  void share(Content before, Content after) {
    boolean written = false;
    long rules = 0;
    for (boolean ipv4 : links.families()) {
      String groups = ruleset(ipv4, after).groupText();
      rules += ChainWatch.rules(groups);
      if (!groups.equals(ruleset(ipv4, before).groupText())) {
        iptables.restore(ipv4, groups);
        written = true;
      }
    }
    if (written) {
      watch.changed(links.families(), IptablesGroups.BEGINNING, rules);
    }
  }

  /** Packets that the guard refused, by the name of the link. */
  Map<String, Long> wrong(Policy policy) {
    Map<Integer, Long> counted = counters.wrong(links.families());
    LinkNumbers numbers = links.numbers(policy);
    Map<String, Long> wrong = new HashMap<>();
    for (Link link : InterfaceLinks.of(policy)) {
      wrong.put(link.name(), counted.getOrDefault(numbers.of(link), 0L));
    }
    return wrong;
  }

  /** What the default has kept in. */
  Denials denials() {
    return counters.denials(links.families());
  }

  /** Answers that came to the rule of the queue. */
  long answers() {
    return counters.answers(links.families());
  }

  /** Whether they are as they were written; by any thread. */
  boolean areIntact() {
    return watch.areIntact(links.families());
  }

  /** Whether they were when last looked at, which is done on another thread. */
  boolean wereIntact() {
    return watch.wereIntact(links.families());
  }

  /** Of nftables, where iptables is but its other face; else none. */
  private long generation() {
    try {
      return made.isNftables() ? nftables.generation().number() : ChainWatch.NONE;
    } catch (NetlinkException e) {
      return ChainWatch.NONE;
    }
  }

  /** Takes them away, and the tables that were made for them. */
  void remove() {
    for (boolean ipv4 : links.families()) {
      Iptables.Saved saved = iptables.save(ipv4);
      if (!saved.lines().isEmpty()) {
        iptables.restore(ipv4, IptablesRuleset.removal(saved));
      }
    }
    made.remove(nftables);
  }

  @Override
  public void close() {
    watch.await();
    nftables.close();
  }
}
