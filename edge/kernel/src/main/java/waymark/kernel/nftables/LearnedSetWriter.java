package waymark.kernel.nftables;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Change;
import waymark.engine.PlaneException;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.TableChange.Element;
import waymark.kernel.plane.Fingerprint;
import waymark.kernel.table.KernelTable;
import waymark.kernel.table.SetText;
import waymark.linux.LinuxException;
import waymark.netlink.NetlinkException;
import waymark.netlink.Nftables;
import waymark.netlink.NftablesBatch;
import waymark.netlink.NftablesSetReference;
import waymark.netlink.NftablesValue;
import waymark.netlink.Octets;
import waymark.netlink.Refusal;
import waymark.policy.Address;
import waymark.policy.Decision;

/**
 * The sets of learned addresses while rules look into them: each change in a transaction through
 * netlink, or by the nft command while that fails. The engine's thread applies changes; the control
 * thread does the rest, while no change is applied.
 */
final class LearnedSetWriter {
  private static final Logger log = LoggerFactory.getLogger(LearnedSetWriter.class);

  /** How long the nft command replaces netlink before netlink is tried again. */
  private static final long RETRY_NANOS = 60_000_000_000L;

  private final KernelTable table;
  private final Nftables netlink;
  private final Fingerprint fingerprint = new Fingerprint();
  private final LearnedSetAudit audit;
  private final Map<Decision, Pair> sets = new HashMap<>();
  private boolean netlinkFailed;
  private long failedAt;

  /** The two sets of a target. */
  private record Pair(NftablesSetReference ipv4, NftablesSetReference ipv6) {
    NftablesSetReference of(Address address) {
      return address.isIpv4() ? ipv4 : ipv6;
    }
  }

  LearnedSetWriter(KernelTable table) {
    this.table = table;
    netlink = table.changes();
    audit = new LearnedSetAudit(table.nftables(), fingerprint);
  }

  /** All sets are about to be written. */
  void begin() {
    fingerprint.begin();
  }

  /** These are the sets now: one pair for each target. */
  void name(NftablesTargets targets) {
    LearnedSets learned = targets.learned();
    sets.clear();
    targets
        .byName()
        .forEach(
            (target, decision) ->
                sets.put(
                    decision,
                    new Pair(
                        KernelTable.set(learned.name(true, target)),
                        KernelTable.set(learned.name(false, target)))));
  }

  /** All sets have been written, with these addresses in them. */
  void have(Map<Address, Decision> hosts) {
    fingerprint.clear();
    hosts.forEach((address, decision) -> fingerprint.include(hash(decision, address)));
    fingerprint.ended();
  }

  /** No set has been written after all. */
  void unchanged() {
    fingerprint.ended();
  }

  /** What has sets. */
  Set<Decision> decisions() {
    return sets.keySet();
  }

  /** Those that have no sets yet. */
  Set<Decision> missing(List<Change> changes) {
    Set<Decision> missing = Set.of();
    for (int i = 0; i < changes.size(); i++) {
      Decision after = changes.get(i).after();
      if (!after.isNone() && !sets.containsKey(after)) {
        missing = missing.isEmpty() ? new HashSet<>() : missing;
        missing.add(after);
      }
    }
    return missing;
  }

  /**
   * Makes the changes, and returns when they are in force.
   *
   * @throws PlaneException when the kernel refuses them
   */
  void apply(List<Change> changes) {
    begin(changes);
    write(changes);
    end(changes);
  }

  /**
   * Repairs what another process did to some addresses, in one transaction.
   *
   * @param touched the elements that came or went
   * @param carried what is decided for their addresses
   */
  void repair(Set<Element> touched, Map<Address, Decision> carried) {
    NftablesBatch batch = netlink.batch();
    for (Element element : touched) {
      NftablesSetReference set = KernelTable.set(element.set());
      byte[] key = element.address().bytes();
      Decision decision = carried.getOrDefault(element.address(), Decision.NONE);
      if (!decision.isNone() && set(decision, element.address()).equals(set)) {
        batch.add(set, key, 0, key.length, NftablesValue.NONE);
      } else if (audit.isThere(element)) {
        batch.delete(set, key, 0, key.length);
      }
    }
    batch.commit("repair", "learned addresses");
  }

  private void write(List<Change> changes) {
    if (netlinkFailed && System.nanoTime() - failedAt < RETRY_NANOS) {
      byCommand(changes);
      return;
    }
    try {
      NftablesBatch batch = netlink.batch();
      for (int i = 0; i < changes.size(); i++) {
        Change change = changes.get(i);
        byte[] key = change.address().bytes();
        if (!change.after().isNone()) {
          batch.add(set(change.after(), change.address()), key, 0, key.length, NftablesValue.NONE);
        } else if (!change.before().isNone()) {
          batch.delete(set(change.before(), change.address()), key, 0, key.length);
        }
      }
      commit(batch);
      leave(changes);
      netlinkFailed = false;
    } catch (NetlinkException | LinuxException e) {
      if (!netlinkFailed) {
        log.warn("Netlink failed, so the nft command writes learned addresses: {}", e.getMessage());
      }
      netlinkFailed = true;
      failedAt = System.nanoTime();
      byCommand(changes);
    }
  }

  /**
   * Takes addresses out of the sets that they left for others: afterwards, so that a packet that
   * looks from set to set meanwhile finds them in one.
   */
  private void leave(List<Change> changes) {
    NftablesBatch batch = netlink.batch();
    boolean any = false;
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      if (!change.before().isNone() && !change.after().isNone()) {
        byte[] key = change.address().bytes();
        batch.delete(set(change.before(), change.address()), key, 0, key.length);
        any = true;
      }
    }
    if (any) {
      commit(batch);
    }
  }

  private static void commit(NftablesBatch batch) {
    List<Refusal> refusals = batch.commit();
    if (!refusals.isEmpty()) {
      NetlinkException refused =
          new NetlinkException("change", "inet waymark", refusals.getFirst());
      throw new PlaneException("the kernel refuses a change", refused);
    }
  }

  private long hash(Decision decision, Address address) {
    return LearnedSetAudit.hash(set(decision, address).name(), address);
  }

  private void begin(List<Change> changes) {
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      if (!change.before().isNone()) {
        fingerprint.begin(hash(change.before(), change.address()));
      }
      if (!change.after().isNone()) {
        fingerprint.begin(hash(change.after(), change.address()));
      }
    }
  }

  private void end(List<Change> changes) {
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      if (!change.before().isNone()) {
        fingerprint.removed(hash(change.before(), change.address()));
      }
      if (!change.after().isNone()) {
        fingerprint.added(hash(change.after(), change.address()));
      }
    }
  }

  private NftablesSetReference set(Decision decision, Address address) {
    Pair found = sets.get(decision);
    if (found == null) {
      throw new PlaneException("no set is installed for " + decision);
    }
    return found.of(address);
  }

  private void byCommand(List<Change> changes) {
    StringBuilder text = new StringBuilder();
    for (Change change : changes) {
      List<String> address = List.of(change.address().toString());
      if (!change.before().isNone()) {
        text.append(
            SetText.change("delete", set(change.before(), change.address()).name(), address));
      }
      if (!change.after().isNone()) {
        text.append(SetText.change("add", set(change.after(), change.address()).name(), address));
      }
    }
    try {
      table.script(text.toString());
    } catch (KernelException e) {
      throw new PlaneException("the nft command refuses a change", e);
    }
  }

  /** Whether the kernel has the address in the set of that decision. */
  boolean holds(Address address, Decision decision) {
    Pair found = sets.get(decision);
    return found != null
        && !table.nftables().element(found.of(address), Octets.of(address.bytes())).isEmpty();
  }

  /** Whether the listings show every address that should be there, and no other. By any thread. */
  boolean areIntact() {
    return audit.areIntact();
  }

  /**
   * Whether what {@link #areIntact} suspected is true.
   *
   * @param carried shows each address that should be there, and what is decided for it
   */
  boolean isDriftConfirmed(Consumer<BiConsumer<Address, Decision>> carried) {
    return audit.isConfirmed(carried, (decision, address) -> set(decision, address).name());
  }
}
