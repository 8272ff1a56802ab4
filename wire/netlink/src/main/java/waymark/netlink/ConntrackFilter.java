package waymark.netlink;

/** Which flows to look at: all, or those with a mark, where the kernel skips the others. */
public final class ConntrackFilter {
  private static final int CTA_MARK = 8;
  private static final int CTA_MARK_MASK = 21;

  private static final ConntrackFilter ALL = new ConntrackFilter(0, 0);

  private final int mark;
  private final int mask;

  private ConntrackFilter(int mark, int mask) {
    this.mark = mark;
    this.mask = mask;
  }

  /** Every flow, IPv4 and IPv6. */
  public static ConntrackFilter all() {
    return ALL;
  }

  /** Only flows whose mark is this one in the bits of the mask. */
  public ConntrackFilter mark(int wanted, int bits) {
    if ((wanted & ~bits) != 0) {
      throw new IllegalArgumentException(
          "mark 0x" + Integer.toHexString(wanted) + " outside mask 0x" + Integer.toHexString(bits));
    }
    return new ConntrackFilter(wanted, bits);
  }

  /** Older kernels skip nothing. */
  boolean accepts(ConntrackFlow flow) {
    return (flow.mark() & mask) == mark;
  }

  /** Writes one message of that type, with what the kernel can filter by. */
  void write(NetlinkWriter out, int type, int flags) {
    out.begin(type, flags).putU8(0).putU8(0).putBe16(0);
    if (mask != 0) {
      out.be32(CTA_MARK, mark).be32(CTA_MARK_MASK, mask);
    }
    out.end();
  }
}
