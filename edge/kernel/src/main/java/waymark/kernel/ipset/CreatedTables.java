package waymark.kernel.ipset;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import waymark.netlink.Nftables;
import waymark.netlink.NftablesChain;
import waymark.netlink.NftablesFamily;
import waymark.netlink.NftablesTable;
import waymark.state.KeptMap;

/**
 * The tables {@code filter}, {@code nat} and {@code mangle} that were not there before us, where
 * iptables makes them in nftables. Nobody else takes them away when they are empty again.
 */
public final class CreatedTables {
  private static final List<String> TABLES = List.of("filter", "mangle", "nat");
  private static final String OURS = "made";

  private final KeptMap kept;
  private boolean known;
  private boolean nftables;

  /**
   * The tables that a file remembers.
   *
   * @param kept where their names are
   */
  public CreatedTables(KeptMap kept) {
    this.kept = kept;
  }

  /** Whether iptables changes nftables behind the scenes. */
  boolean isNftables() {
    if (!known) {
      nftables = Iptables.isNftables();
      known = true;
    }
    return nftables;
  }

  /** Remembers which tables are there before ours are written. */
  void before(boolean ipv4, List<String> there) {
    Map<String, String> tables = new TreeMap<>(kept.read());
    for (String table : TABLES) {
      tables.putIfAbsent(name(ipv4, table), there.contains(table) ? "there" : OURS);
    }
    if (!tables.equals(kept.read())) {
      kept.write(tables);
    }
  }

  private static String name(boolean ipv4, String table) {
    return (ipv4 ? "ip." : "ip6.") + table;
  }

  /** Takes those away that were made for us and have no rule by now. */
  void remove(Nftables nftables) {
    Map<String, String> tables = kept.read();
    if (tables.isEmpty()) {
      return;
    }
    if (isNftables()) {
      List<NftablesTable> there = nftables.tables();
      Stream.of(NftablesFamily.IP, NftablesFamily.IP6)
          .forEach(
              family ->
                  TABLES.stream()
                      .filter(
                          table ->
                              OURS.equals(tables.get(name(family == NftablesFamily.IP, table))))
                      .filter(
                          table ->
                              there.stream()
                                  .anyMatch(it -> it.family() == family && it.name().equals(table)))
                      .filter(table -> isEmpty(nftables, family, table))
                      .forEach(table -> nftables.deleteTable(family, table)));
    }
    kept.write(Map.of());
  }

  private static boolean isEmpty(Nftables nftables, NftablesFamily family, String table) {
    for (NftablesChain chain : nftables.chains(family, table)) {
      if (!nftables.rules(family, table, chain.name()).isEmpty()) {
        return false;
      }
    }
    return true;
  }
}
