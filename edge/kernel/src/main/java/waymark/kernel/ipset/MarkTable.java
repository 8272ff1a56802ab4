package waymark.kernel.ipset;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.TableChange;
import waymark.kernel.model.Transaction;
import waymark.kernel.plane.Desired;
import waymark.kernel.steering.MarkChains;
import waymark.kernel.table.Chains;
import waymark.kernel.table.KernelTable;
import waymark.kernel.table.NftablesRules;
import waymark.netlink.NetlinkException;

/**
 * A small table {@code inet waymark} beside the chains of iptables, where the kernel has nftables:
 * it marks packets behind the mangle chains of other programs, by what the chains of iptables have
 * decided. Owned by the engine's thread.
 */
final class MarkTable implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MarkTable.class);

  private final KernelTable table;
  private String written = "";

  /** Whether the kernel and the {@code nft} command take such a table, as far as is known. */
  private volatile boolean works = true;

  MarkTable(KernelTable table) {
    this.table = table;
  }

  /** Writes it, whatever there is. */
  void install(Desired desired) {
    written = "";
    write(desired);
  }

  /** Writes it where the links differ. */
  void write(Desired desired) {
    Chains chains = NftablesRules.of(MarkChains.of(desired), desired.marks());
    String text = String.join("\n", chains.lines());
    if (works && !text.equals(written)) {
      try {
        table.script(script(chains));
        written = text;
      } catch (KernelException | NetlinkException e) {
        works = false;
        log.warn(
            "Programs whose rules come behind ours in mangle can make traffic of links fail,"
                + " because there is no nftables to mark packets behind them: {}",
            e.getMessage());
      }
    }
  }

  private String script(Chains chains) {
    StringBuilder text = new StringBuilder(KernelTable.ADD);
    boolean there = table.isThere();
    List<String> old = there ? table.chains() : List.of();
    if (there && (!table.sets().isEmpty() || !chains.names().containsAll(old))) {
      text.append("delete table inet ").append(KernelTable.NAME).append('\n');
      text.append(KernelTable.ADD);
      old = List.of();
    }
    chains.text(text, old);
    return text.toString();
  }

  /** The rules, for people to compare. */
  static List<String> lines(Desired desired) {
    return NftablesRules.of(MarkChains.of(desired), desired.marks()).lines();
  }

  /** What other programs changed. */
  Optional<TableChange> foreign(Map<Transaction, TableChange> changes) {
    return table.foreign(changes);
  }

  /** Whether it is as it was written; by any thread. */
  boolean isIntact() {
    return !works || table.isIntact();
  }

  /** The netlink port of our changes. */
  int port() {
    return table.nftables().port();
  }

  /** Removes it, if it is this table and not that of another plane. */
  void remove() {
    try {
      if (table.isThere() && table.sets().isEmpty() && isOurs(table.chains())) {
        table.delete();
      }
    } catch (NetlinkException e) {
      log.debug("There is no table to remove: {}", e.getMessage());
    }
  }

  private static boolean isOurs(List<String> chains) {
    return !chains.contains("guard") && !chains.contains("accounts_out");
  }

  @Override
  public void close() {
    table.close();
  }
}
