package waymark.learn;

import java.util.BitSet;
import waymark.policy.Address;

/**
 * The search tree of an MMDB file, by the MaxMind DB File Format Specification 2.0, "Binary Search
 * Tree Section": one bit of the address per level.
 *
 * <p>In a tree for IPv6, IPv4 addresses are below {@code ::/96}. Aliases lead to the same node:
 * {@code ::ffff:0:0/96}, {@code 2001::/32} and {@code 2002::/16}.
 */
final class MmdbTree {
  /** Visits the networks in the order of their addresses. */
  interface Visitor {
    /**
     * Visits a network.
     *
     * @param high the upper 64 bits of the network's first address, as in {@link Address}
     * @param low the lower 64 bits
     * @param prefix the prefix length in the network's own family
     * @param offset the offset of its record in the data section
     */
    void network(long high, long low, int prefix, int offset);
  }

  /** The size of the gap between the tree and the data section. */
  static final int SEPARATOR = 16;

  private static final long MAPPED = 0xffffL << 32;

  private final byte[] file;
  private final int nodes;
  private final int recordSize;
  private final boolean forIpv6;

  /**
   * The tree at the beginning of a file.
   *
   * @param recordSize 24, 28 or 32 bits; the file must be long enough for the nodes
   * @param forIpv6 whether addresses are 128 bits long
   */
  MmdbTree(byte[] file, int nodes, int recordSize, boolean forIpv6) {
    this.file = file;
    this.nodes = nodes;
    this.recordSize = recordSize;
    this.forIpv6 = forIpv6;
  }

  /** The size of a tree in bytes. */
  static long size(long nodes, int recordSize) {
    return nodes * recordSize / 4;
  }

  /**
   * The record of an address.
   *
   * @return the offset in the data section; -1 when there is none
   */
  int find(Address address) {
    if (!forIpv6 && !address.isIpv4()) {
      return -1;
    }
    long high = address.high();
    long low = address.isIpv4() ? address.low() & 0xffffffffL : address.low();
    int node = 0;
    for (int bit = forIpv6 ? 0 : 96; bit < 128 && node < nodes; bit++) {
      node = child(node, bit(high, low, bit));
    }
    return offset(node);
  }

  /**
   * Visits every network once.
   *
   * @throws LearnException when the tree is invalid: branches join, or do not end
   */
  void walk(Visitor visitor) {
    BitSet seen = new BitSet(nodes);
    int ipv4 = 0;
    int depth = forIpv6 ? 0 : 96;
    while (depth < 96 && ipv4 < nodes) {
      ipv4 = child(ipv4, 0);
      depth++;
    }
    new Walk(visitor, seen, -1, true).below(ipv4, 0, MAPPED, 96);
    if (forIpv6) {
      new Walk(visitor, seen, ipv4 < nodes ? ipv4 : -1, false).below(0, 0, 0, 0);
    }
  }

  /** Walks over the part of the tree for one family. */
  private final class Walk {
    private final Visitor visitor;
    private final BitSet seen;
    private final int alias;
    private final boolean ofIpv4;

    Walk(Visitor visitor, BitSet seen, int alias, boolean ofIpv4) {
      this.visitor = visitor;
      this.seen = seen;
      this.alias = alias;
      this.ofIpv4 = ofIpv4;
    }

    void below(int node, long high, long low, int depth) {
      if (node >= nodes) {
        int offset = offset(node);
        if (offset >= 0 && (ofIpv4 || !isEmbedded(high, low, depth))) {
          visitor.network(high, low, ofIpv4 ? depth - 96 : depth, offset);
        }
        return;
      }
      if (node == alias) {
        return;
      }
      if (depth >= 128) {
        throw new LearnException("the tree is deeper than an address, at node " + node);
      }
      if (seen.get(node)) {
        throw new LearnException("two branches of the tree lead to node " + node);
      }
      seen.set(node);
      below(child(node, 0), high, low, depth + 1);
      int bit = 127 - depth;
      below(
          child(node, 1),
          bit >= 64 ? high | 1L << (bit - 64) : high,
          bit >= 64 ? low : low | 1L << bit,
          depth + 1);
    }

    /** Whether a network lies in {@code ::/96} or {@code ::ffff:0:0/96}, the aliases of IPv4. */
    private static boolean isEmbedded(long high, long low, int depth) {
      return high == 0 && depth >= 96 && (low >>> 32 == 0 || low >>> 32 == 0xffff);
    }
  }

  private static int bit(long high, long low, int bit) {
    return (int) ((bit < 64 ? high >>> (63 - bit) : low >>> (127 - bit)) & 1);
  }

  /** The node or record at the end of a node's branch. */
  private int child(int node, int branch) {
    if (recordSize == 24) {
      int at = node * 6 + branch * 3;
      return (file[at] & 0xff) << 16 | (file[at + 1] & 0xff) << 8 | (file[at + 2] & 0xff);
    }
    if (recordSize == 28) {
      int at = node * 7;
      int middle = file[at + 3] & 0xff;
      int top = branch == 0 ? middle >>> 4 : middle & 15;
      int from = branch == 0 ? at : at + 4;
      return top << 24
          | (file[from] & 0xff) << 16
          | (file[from + 1] & 0xff) << 8
          | (file[from + 2] & 0xff);
    }
    int at = node * 8 + branch * 4;
    int value =
        file[at] << 24
            | (file[at + 1] & 0xff) << 16
            | (file[at + 2] & 0xff) << 8
            | (file[at + 3] & 0xff);
    if (value < 0) {
      throw new LearnException("node " + node + " points beyond the file");
    }
    return value;
  }

  private int offset(int value) {
    if (value > nodes && value - nodes < SEPARATOR) {
      throw new LearnException("a branch of the tree points between tree and data");
    }
    return value <= nodes ? -1 : value - nodes - SEPARATOR;
  }
}
