package waymark.kernel.accounting;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import waymark.kernel.model.TrafficVolume;
import waymark.kernel.steering.Counter;
import waymark.kernel.table.KernelTable;
import waymark.netlink.Nftables;
import waymark.netlink.NftablesCounter;
import waymark.netlink.NftablesFamily;

/** Reads the kernel's counters of the links, and compares them with the previous ones. */
final class LinkMeter implements AutoCloseable {
  private final Nftables nftables = Nftables.open();
  private Map<Integer, TrafficVolume> before = Map.of();
  private Map<Integer, TrafficVolume> totals = Map.of();

  /** Reads the counters. */
  void read() {
    Map<Integer, TrafficVolume> found = new HashMap<>();
    List<NftablesCounter> counters = nftables.counters(NftablesFamily.INET, KernelTable.NAME);
    for (NftablesCounter counter : counters) {
      String name = counter.name();
      int end = name.indexOf('_') + 1;
      if (name.startsWith(Counter.SENT)) {
        found.merge(number(name, end), sent(counter), TrafficVolume::plus);
      } else if (name.startsWith(Counter.RECEIVED)) {
        found.merge(number(name, end), received(counter), TrafficVolume::plus);
      }
    }
    before = totals;
    totals = found;
  }

  private static int number(String name, int from) {
    return Integer.parseInt(name.substring(from));
  }

  private static TrafficVolume sent(NftablesCounter counter) {
    return new TrafficVolume(counter.bytes(), 0, counter.packets(), 0);
  }

  private static TrafficVolume received(NftablesCounter counter) {
    return new TrafficVolume(0, counter.bytes(), 0, counter.packets());
  }

  /** Whether the kernel has counters of links; the ipset plane makes none. */
  boolean counts() {
    return !totals.isEmpty();
  }

  /** The traffic of a link since its counters were created, by its number. */
  TrafficVolume total(int number) {
    return totals.getOrDefault(number, TrafficVolume.NONE);
  }

  /** The traffic of a link between the last two readings, by its number. */
  TrafficVolume last(int number) {
    TrafficVolume earlier = before.get(number);
    return earlier == null ? TrafficVolume.NONE : total(number).since(earlier);
  }

  @Override
  public void close() {
    nftables.close();
  }
}
