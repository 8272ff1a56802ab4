package waymark.learn;

import java.util.Arrays;
import java.util.List;
import waymark.policy.Address;
import waymark.policy.Network;

/**
 * Collects disjoint networks in the order of their addresses, one family after the other, as the
 * minimal equivalent list.
 */
final class NetworkRun {
  private long[] high = new long[64];
  private long[] low = new long[64];
  private byte[] prefixes = new byte[64];
  private int size;

  /** Adds a network behind all others. */
  void add(long h, long l, int prefix) {
    int p = prefix;
    long firstHigh = h;
    long firstLow = l;
    while (size > 0 && isLeftHalf(size - 1, firstHigh, firstLow, p)) {
      size--;
      firstHigh = high[size];
      firstLow = low[size];
      p--;
    }
    if (size == high.length) {
      int more = size * 2;
      high = Arrays.copyOf(high, more);
      low = Arrays.copyOf(low, more);
      prefixes = Arrays.copyOf(prefixes, more);
    }
    high[size] = firstHigh;
    low[size] = firstLow;
    prefixes[size] = (byte) p;
    size++;
  }

  /** Whether the network at an index and another one are the halves of a larger network. */
  private boolean isLeftHalf(int place, long h, long l, int prefix) {
    if ((prefixes[place] & 0xff) != prefix || prefix == 0) {
      return false;
    }
    boolean ipv4 = h == 0 && l >>> 32 == 0xffff;
    int bit = 128 - (ipv4 ? prefix + 96 : prefix);
    long oneHigh = bit >= 64 ? 1L << (bit - 64) : 0;
    long oneLow = bit >= 64 ? 0 : 1L << bit;
    return high[place] == (h ^ oneHigh)
        && low[place] == (l ^ oneLow)
        && (high[place] & oneHigh) == 0
        && (low[place] & oneLow) == 0;
  }

  /** The networks, sorted. */
  List<Network> networks() {
    Network[] networks = new Network[size];
    for (int i = 0; i < size; i++) {
      networks[i] = new Network(new Address(high[i], low[i]), prefixes[i] & 0xff);
    }
    Arrays.sort(networks);
    return List.of(networks);
  }
}
