package waymark.kernel.ipset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.DenyCounters;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.NoQueueException;
import waymark.kernel.plane.Desired;
import waymark.kernel.plane.PlaneCounters;
import waymark.netlink.NetlinkException;
import waymark.netlink.Nftables;
import waymark.policy.Link;

/**
 * Our chains of iptables on this host, of both families: written, watched, counted and removed.
 * Owned by the control thread.
 */
final class IptablesInstaller implements AutoCloseable {
  private final List<Boolean> families;
  private final Iptables iptables;
  private final CreatedTables created;
  private final Nftables nftables = Nftables.open();
  private final ChainWatch watch;
  private final ChainCounters counters;

  /** Whether chains with the queue have been written: what fails then has another reason. */
  private boolean hasQueue;

  /**
   * @param families whether IPv4, each
   * @param created which of iptables' own tables were made for us
   */
  IptablesInstaller(List<Boolean> families, Iptables iptables, CreatedTables created) {
    this.families = List.copyOf(families);
    this.iptables = iptables;
    this.created = created;
    watch = new ChainWatch(iptables, this::generation);
    counters = new ChainCounters(iptables);
  }

  /**
   * Writes all chains.
   *
   * @throws NoQueueException when they have a queue, which was never written before, and the kernel
   *     refuses them: the queue is the likely reason
   */
  void write(Desired desired, IpsetTargets targets) {
    boolean holds = desired.capture().mode() == CaptureSettings.Mode.HOLD;
    try {
      writeAll(desired, targets);
      hasQueue |= holds;
    } catch (KernelException e) {
      throw holds && !hasQueue ? new NoQueueException(String.valueOf(e.getMessage()), e) : e;
    }
  }

  private void writeAll(Desired desired, IpsetTargets targets) {
    long rules = 0;
    for (boolean ipv4 : families) {
      Iptables.Saved saved = iptables.save(ipv4);
      created.before(ipv4, saved.tables());
      String text = ruleset(ipv4, desired, targets).text(saved);
      iptables.restore(ipv4, text);
      counters.replaced(saved);
      rules += ChainWatch.rules(text);
    }
    watch.written(families, rules);
    counters.written();
  }

  /** Whether there are any chains of ours. */
  boolean areThere() {
    return families.stream().anyMatch(ipv4 -> !iptables.save(ipv4).lines().isEmpty());
  }

  private static IptablesRuleset ruleset(boolean ipv4, Desired desired, IpsetTargets targets) {
    return new IptablesRuleset(new IptablesPlan(ipv4, desired, targets));
  }

  /** Writes the chains of groups, where they differ: the others' counters go on. */
  void share(Desired before, Desired after, IpsetTargets targets) {
    boolean written = false;
    long rules = 0;
    for (boolean ipv4 : families) {
      String groups = ruleset(ipv4, after, targets).groupText();
      rules += ChainWatch.rules(groups);
      if (!groups.equals(ruleset(ipv4, before, targets).groupText())) {
        iptables.restore(ipv4, groups);
        written = true;
      }
    }
    if (written) {
      watch.changed(families, IptablesNames.GROUP, rules);
    }
  }

  /** What the rules have counted. */
  PlaneCounters counters(Desired desired) {
    Map<Integer, Long> byNumber = counters.wrong(families);
    Map<String, Long> wrong = new HashMap<>();
    for (Link link : desired.links()) {
      wrong.put(link.name(), byNumber.getOrDefault(desired.numbers().of(link), 0L));
    }
    DenyCounters denied = desired.denies() ? counters.denials(families) : DenyCounters.NONE;
    return new PlaneCounters(wrong, counters.answers(families), counters.unseen(families), denied);
  }

  /** Whether they are as they were written; by any thread. */
  boolean areIntact() {
    return watch.areIntact(families);
  }

  /** Whether they were when last looked at, which is done on another thread. */
  boolean wereIntact() {
    return watch.wereIntact(families);
  }

  /** The generation of nftables, where iptables changes that behind the scenes; else none. */
  private long generation() {
    try {
      return created.isNftables() ? nftables.generation().number() : ChainWatch.NONE;
    } catch (NetlinkException e) {
      return ChainWatch.NONE;
    }
  }

  /** Removes them, and the tables that were made for them. */
  void remove() {
    for (boolean ipv4 : families) {
      Iptables.Saved saved = iptables.save(ipv4);
      if (!saved.lines().isEmpty()) {
        iptables.restore(ipv4, IptablesRuleset.removal(saved));
      }
    }
    created.remove(nftables);
  }

  @Override
  public void close() {
    watch.await();
    nftables.close();
  }
}
