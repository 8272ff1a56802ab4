package waymark.kernel.table;

import java.util.List;
import waymark.netlink.Nftables;
import waymark.netlink.NftablesChain;
import waymark.netlink.NftablesFamily;
import waymark.netlink.NftablesRule;
import waymark.netlink.NftablesSet;
import waymark.netlink.NftablesTable;

/**
 * All of the table {@code inet waymark} but what is in its sets, by the kernel's numbers: what is
 * put in the place of another gets a number of its own, so that equal numbers are the same text.
 */
record RulesetHandles(
    List<NftablesTable> table,
    List<NftablesChain> chains,
    List<NftablesRule> rules,
    List<NftablesSet> sets) {
  /** There is no table. */
  static final RulesetHandles NONE = new RulesetHandles(List.of(), List.of(), List.of(), List.of());

  RulesetHandles {
    table = List.copyOf(table);
    chains = List.copyOf(chains);
    rules = List.copyOf(rules);
    sets = List.copyOf(sets);
  }

  static RulesetHandles read(Nftables nftables) {
    List<NftablesTable> table =
        nftables.tables().stream()
            .filter(it -> it.family() == NftablesFamily.INET && it.name().equals(KernelTable.NAME))
            .toList();
    if (table.isEmpty()) {
      return NONE;
    }
    return new RulesetHandles(
        table,
        nftables.chains(NftablesFamily.INET, KernelTable.NAME),
        nftables.rules(NftablesFamily.INET, KernelTable.NAME),
        nftables.sets(NftablesFamily.INET, KernelTable.NAME));
  }
}
