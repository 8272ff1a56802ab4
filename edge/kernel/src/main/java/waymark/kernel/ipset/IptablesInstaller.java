package waymark.kernel.ipset;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.kernel.links.InterfaceLinks;
import waymark.kernel.links.LinkConditions;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.links.Uplinks;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.DenyCounters;
import waymark.kernel.model.KernelException;
import waymark.kernel.plane.Desired;
import waymark.kernel.plane.Exemptions;
import waymark.kernel.plane.LinkShares;
import waymark.netlink.NetlinkException;
import waymark.netlink.Nftables;
import waymark.policy.Link;
import waymark.policy.Policy;

/**
 * Our chains of iptables on this host, of both families: written, watched, counted and taken away.
 * Owned by the engine's thread.
 */
final class IptablesInstaller implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(IptablesInstaller.class);

  private final Uplinks links;
  private final CaptureSettings captureSettings;
  private final Iptables iptables;
  private final CreatedTables made;
  private final Nftables nftables = Nftables.open();
  private final ChainWatch watch;
  private final ChainCounters counters;
  private CaptureSettings.Mode mode;

  /** Whether chains with the queue have been written: what fails then has another reason. */
  private boolean hasQueue;

  /** What chains are to carry. */
  record Content(
      Policy policy,
      IpsetTargets targets,
      LinkConditions around,
      LinkShares linkShares,
      Exemptions exemptions) {
    Content with(LinkConditions other) {
      return new Content(policy, targets, other, linkShares, exemptions);
    }

    Content with(LinkShares other) {
      return new Content(policy, targets, around, other, exemptions);
    }

    Content with(Exemptions other) {
      return new Content(policy, targets, around, linkShares, other);
    }
  }

  /**
   * @param made what of iptables' own tables was made for us
   */
  IptablesInstaller(
      Uplinks links, CaptureSettings captureSettings, Iptables iptables, CreatedTables made) {
    this.links = links;
    this.captureSettings = captureSettings;
    this.iptables = iptables;
    this.made = made;
    watch = new ChainWatch(iptables, this::generation);
    counters = new ChainCounters(iptables, links.marks());
    mode = captureSettings.mode();
  }

  /** As far as the kernel can. */
  CaptureSettings captureSettings() {
    return captureSettings.in(mode);
  }

  /** Writes all chains, in a lesser mode if the kernel has no queue. */
  void write(Content content) {
    try {
      writeAsIs(content);
      hasQueue |= mode == CaptureSettings.Mode.HOLD;
    } catch (KernelException e) {
      if (mode != CaptureSettings.Mode.HOLD || hasQueue) {
        throw e;
      }
      mode = CaptureSettings.Mode.OBSERVE;
      try {
        writeAsIs(content);
      } catch (KernelException _) {
        mode = CaptureSettings.Mode.HOLD;
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
            new Desired(
                content.policy(),
                links.numbers(content.policy()),
                links.marks(),
                captureSettings(),
                content.around(),
                content.linkShares(),
                content.exemptions()),
            content.targets()));
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
  DenyCounters denyCounters() {
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
