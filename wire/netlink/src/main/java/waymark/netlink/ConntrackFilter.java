package waymark.netlink;

/** Which flows to list: all, or those with a mark. */
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

  /** Only flows whose mark, in the bits of the mask, is this one. */
  public ConntrackFilter mark(int wanted, int bits) {
    if ((wanted & ~bits) != 0) {
      throw new IllegalArgumentException(
          "mark 0x" + Integer.toHexString(wanted) + " outside mask 0x" + Integer.toHexString(bits));
    }
    return new ConntrackFilter(wanted, bits);
  }

  /** Checks a flow here, because a kernel without the filter lists all flows. */
  boolean accepts(ConntrackFlow flow) {
    return (flow.mark() & mask) == mark;
  }

  /** Writes one message of a type, with the filter for the kernel. */
  void write(NetlinkWriter out, int type, int flags) {
    out.begin(type, flags).putU8(0).putU8(0).putBe16(0);
    if (mask != 0) {
      out.be32(CTA_MARK, mark).be32(CTA_MARK_MASK, mask);
    }
    out.end();
  }
}
