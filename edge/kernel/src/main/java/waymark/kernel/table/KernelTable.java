package waymark.kernel.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.NoQueueException;
import waymark.kernel.model.TableChange;
import waymark.kernel.model.Transaction;
import waymark.kernel.model.UnseenDns;
import waymark.kernel.steering.Counter;
import waymark.kernel.system.ExternalCommand;
import waymark.kernel.system.ScriptFile;
import waymark.linux.Errno;
import waymark.linux.LinuxException;
import waymark.netlink.Nftables;
import waymark.netlink.NftablesBatch;
import waymark.netlink.NftablesChain;
import waymark.netlink.NftablesCounter;
import waymark.netlink.NftablesFamily;
import waymark.netlink.NftablesSet;
import waymark.netlink.NftablesSetReference;
import waymark.netlink.NftablesTable;

/**
 * The table {@code inet waymark} as it is in the kernel: changed by scripts, of which it remembers
 * which transactions they were. Owned by the control thread, which keeps the engine's away while it
 * uses {@link #changes}.
 */
public final class KernelTable implements AutoCloseable {
  public static final String NAME = "waymark";

  /** By which the table is known for ours. */
  static final String COMMENT = "Waymark";

  /** The line of a script that makes the table where it is not there. */
  public static final String ADD = "add table inet waymark { comment \"" + COMMENT + "\"; }\n";

  /**
   * So many elements go into one transaction, where the socket's buffer can be made for them: an
   * interval set takes longer with more transactions, and more memory with larger ones.
   */
  private static final int CHUNK = 20_000;

  private static final int SMALLEST_CHUNK = 500;

  public static final NftablesFamily FAMILY = NftablesFamily.INET;

  private final Nftables nftables = Nftables.open();
  private final Nftables changes = Nftables.open();
  private final AnswerQueue answers = new AnswerQueue(changes);
  private final ScriptFile script;
  private final EventSubscription eventSubscription;
  private final List<OwnScript> ownScripts = new ArrayList<>();
  private volatile RulesetHandles rulesetHandles = RulesetHandles.NONE;

  /**
   * @param script scripts for {@code nft} are written to that file
   */
  public KernelTable(ScriptFile script, EventSubscription eventSubscription) {
    this.script = script;
    this.eventSubscription = eventSubscription;
  }

  /** For questions, and for what takes long. */
  public Nftables nftables() {
    return nftables;
  }

  /** For the short transactions of the engine's thread, of which {@link #port} tells. */
  public Nftables changes() {
    return changes;
  }

  /** The netlink port of {@link #changes}, whose events concern nobody. */
  public int port() {
    return changes.port();
  }

  /**
   * Whether the table is there.
   *
   * @throws KernelException when it is somebody else's
   */
  public boolean isThere() {
    for (NftablesTable table : nftables.tables()) {
      if (table.family() == FAMILY && table.name().equals(NAME)) {
        if (!table.comment().equals(COMMENT)) {
          throw new KernelException(
              "the table inet waymark is there and was not made by Waymark (its comment is '"
                  + table.comment()
                  + "'); rename or delete it");
        }
        return true;
      }
    }
    return false;
  }

  public static NftablesSetReference set(String name) {
    return NftablesSetReference.of(FAMILY, NAME, name);
  }

  /** The names of the chains that are there. */
  public List<String> chains() {
    return nftables.chains(FAMILY, NAME).stream().map(NftablesChain::name).toList();
  }

  /** The names of the sets and maps that are there. */
  public List<String> sets() {
    return nftables.sets(FAMILY, NAME).stream()
        .filter(set -> !set.isAnonymous())
        .map(NftablesSet::name)
        .toList();
  }

  /** The packets that the named counters have seen. */
  public Map<String, Long> counters() {
    Map<String, Long> counters = new HashMap<>();
    for (NftablesCounter counter : nftables.counters(FAMILY, NAME)) {
      counters.put(counter.name(), counter.packets());
    }
    return counters;
  }

  /** DNS that is not read, among these counters. */
  public static UnseenDns unseen(Map<String, Long> counters) {
    return new UnseenDns(
        counters.getOrDefault(Counter.UNTRACKED_DNS.name(), 0L),
        counters.getOrDefault(Counter.ENCRYPTED_DNS.name(), 0L),
        counters.getOrDefault(Counter.UNREAD_ANSWERS.name(), 0L));
  }

  /** Runs a script in one transaction, and remembers its transaction as ours. */
  public void script(String text) {
    int before = generation();
    AtomicLong process = new AtomicLong();
    try {
      ExternalCommand.runScript(List.of("nft", "-f"), script, text, process::set);
    } finally {
      // Even a command that fails or is killed may have made its transaction before.
      int after = generation();
      if (after != before) {
        ownScripts.add(new OwnScript(before, after, process.get()));
      }
    }
    rulesetHandles = RulesetHandles.read(nftables);
  }

  /** The number of the kernel's ruleset, which each transaction of any program changes. */
  public int generation() {
    return nftables.generation().number();
  }

  /**
   * Adds many elements to a set that no rule looks into yet.
   *
   * @param add adds one of them to a transaction
   */
  public <T> void fill(String set, List<T> elements, BiConsumer<NftablesBatch, T> add) {
    eventSubscription.mute();
    try {
      fillMuted(set, elements, add);
    } finally {
      eventSubscription.unmute();
    }
  }

  private <T> void fillMuted(String set, List<T> elements, BiConsumer<NftablesBatch, T> add) {
    int at = 0;
    int chunk = CHUNK;
    while (at < elements.size()) {
      int end = Math.min(elements.size(), at + chunk);
      NftablesBatch batch = nftables.batch();
      elements.subList(at, end).forEach(element -> add.accept(batch, element));
      try {
        batch.commit("fill", "set " + set);
        at = end;
      } catch (LinuxException e) {
        boolean tooLarge = e.errno() == Errno.EMSGSIZE || e.errno() == Errno.ENOBUFS;
        if (!tooLarge || chunk < SMALLEST_CHUNK) {
          throw e;
        }
        chunk /= 4;
      }
    }
  }

  /**
   * What others changed: all but the transactions of our own scripts, each of which is asked about
   * once. Empty: nothing.
   */
  public Optional<TableChange> foreign(Map<Transaction, TableChange> changes) {
    Optional<TableChange> foreign = Optional.empty();
    for (Map.Entry<Transaction, TableChange> entry : changes.entrySet()) {
      Transaction transaction = entry.getKey();
      if (!ownScripts.removeIf(own -> own.made(transaction))) {
        TableChange change = entry.getValue();
        foreign = Optional.of(foreign.map(change::and).orElse(change));
      }
    }
    forgetScripts(changes.keySet());
    return foreign;
  }

  /** Events come in the order of the transactions, so earlier ones will not be asked about. */
  private void forgetScripts(Set<Transaction> seen) {
    seen.forEach(transaction -> ownScripts.removeIf(own -> own.endedBefore(transaction)));
  }

  /**
   * Has answers queued, by no other rule.
   *
   * @param bypass whether they pass if no process has opened the queue; else they are dropped
   * @throws NoQueueException when the kernel cannot
   */
  public void queue(int queue, boolean bypass) {
    if (!answers.install(queue, bypass)) {
      throw new NoQueueException(
          "this kernel has neither nftables' queue statement nor the NFQUEUE target");
    }
    rulesetHandles = RulesetHandles.read(nftables);
  }

  /** Whether the table is as it was left, but for what is in its sets. By any thread. */
  public boolean isIntact() {
    try (Nftables other = Nftables.open()) {
      return RulesetHandles.read(other).equals(rulesetHandles);
    }
  }

  /** Removes it if it is there. */
  public void delete() {
    if (isThere()) {
      nftables.deleteTable(FAMILY, NAME);
    }
  }

  @Override
  public void close() {
    changes.close();
    nftables.close();
  }
}
