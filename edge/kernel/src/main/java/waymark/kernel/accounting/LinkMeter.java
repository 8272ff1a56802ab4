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

/** The counters of the links in the kernel, and what came since they were read before. */
final class LinkMeter implements AutoCloseable {
  private final Nftables nftables = Nftables.open();
  private Map<Integer, TrafficVolume> before = Map.of();
  private Map<Integer, TrafficVolume> totals = Map.of();

  /** Reads them. */
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

  /** Whether the kernel has counters of links; with a plane of IP sets it has none. */
  boolean counts() {
    return !totals.isEmpty();
  }

  /** What passed the link with that number since its counters were made. */
  TrafficVolume total(int number) {
    return totals.getOrDefault(number, TrafficVolume.NONE);
  }

  /** What passed it between the last two readings. */
  TrafficVolume last(int number) {
    TrafficVolume earlier = before.get(number);
    return earlier == null ? TrafficVolume.NONE : total(number).since(earlier);
  }

  @Override
  public void close() {
    nftables.close();
  }
}
