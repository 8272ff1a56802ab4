package waymark.kernel.table;

import java.util.ArrayList;
import java.util.List;
import waymark.netlink.Nftables;
import waymark.netlink.NftablesChain;
import waymark.netlink.NftablesElement;
import waymark.netlink.NftablesFamily;
import waymark.netlink.NftablesRule;
import waymark.netlink.NftablesSet;
import waymark.netlink.NftablesTable;

/**
 * All of the table {@code inet waymark} but what is in its sets, by the kernel's numbers: what is
 * put in the place of another gets a number of its own, so that equal numbers are the same text.
 *
 * @param keys those of the maps: the marks that have counters
 */
record RulesetHandles(
    List<NftablesTable> table,
    List<NftablesChain> chains,
    List<NftablesRule> rules,
    List<NftablesSet> sets,
    List<String> keys) {
  /** There is no table. */
  static final RulesetHandles NONE =
      new RulesetHandles(List.of(), List.of(), List.of(), List.of(), List.of());

  RulesetHandles {
    table = List.copyOf(table);
    chains = List.copyOf(chains);
    rules = List.copyOf(rules);
    sets = List.copyOf(sets);
    keys = List.copyOf(keys);
  }

  static RulesetHandles read(Nftables nftables) {
    List<NftablesTable> table =
        nftables.tables().stream()
            .filter(it -> it.family() == NftablesFamily.INET && it.name().equals(KernelTable.NAME))
            .toList();
    if (table.isEmpty()) {
      return NONE;
    }
    List<NftablesSet> sets = nftables.sets(NftablesFamily.INET, KernelTable.NAME);
    List<String> keys = new ArrayList<>();
    for (NftablesSet set : sets) {
      if (set.isMap() && !set.isAnonymous()) {
        for (NftablesElement element : nftables.elements(set.reference())) {
          keys.add(set.name() + " " + element.key());
        }
      }
    }
    keys.sort(null);
    return new RulesetHandles(
        table,
        nftables.chains(NftablesFamily.INET, KernelTable.NAME),
        nftables.rules(NftablesFamily.INET, KernelTable.NAME),
        sets,
        keys);
  }
}
