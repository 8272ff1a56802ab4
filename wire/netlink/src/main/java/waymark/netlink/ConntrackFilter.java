package waymark.netlink;

import java.net.InetAddress;

/**
 * Which flows to look at. The kernel skips the others where it can: by family, by mark, by IPv4
 * destination since 5.8. The rest is done here.
 *
 * <p>By IPv6 destination the kernel is never asked: ctnetlink_filter_match_tuple takes the result
 * of ipv6_addr_cmp the wrong way round (seen in 6.18), so that every flow but the wanted ones fits.
 */
public final class ConntrackFilter {
  private static final int CTA_TUPLE_ORIG = 1;
  private static final int CTA_MARK = 8;
  private static final int CTA_MARK_MASK = 21;
  private static final int CTA_FILTER = 25;
  private static final int CTA_TUPLE_IP = 1;
  private static final int CTA_IP_V4_DST = 2;
  private static final int CTA_FILTER_ORIG_FLAGS = 1;
  private static final int CTA_FILTER_F_CTA_IP_DST = 1 << 1;

  private static final ConntrackFilter ALL = new ConntrackFilter(0, new byte[0], 0, 0);

  private final int family;
  private final byte[] destination;
  private final int mark;
  private final int mask;

  private ConntrackFilter(int family, byte[] destination, int mark, int mask) {
    this.family = family;
    this.destination = destination;
    this.mark = mark;
    this.mask = mask;
  }

  /** Every flow, IPv4 and IPv6. */
  public static ConntrackFilter all() {
    return ALL;
  }

  public ConntrackFilter family(AddressFamily wanted) {
    if (destination.length > 0 && wanted.number() != family) {
      throw new IllegalArgumentException("the destination is of the other family");
    }
    return new ConntrackFilter(wanted.number(), destination, mark, mask);
  }

  /** Only flows that began with a packet to this address. */
  public ConntrackFilter destination(InetAddress wanted) {
    return new ConntrackFilter(AddressFamily.of(wanted).number(), wanted.getAddress(), mark, mask);
  }

  /** Only flows whose mark is this one in the bits of the mask. */
  public ConntrackFilter mark(int wanted, int bits) {
    if ((wanted & ~bits) != 0) {
      throw new IllegalArgumentException(
          "mark 0x" + Integer.toHexString(wanted) + " outside mask 0x" + Integer.toHexString(bits));
    }
    return new ConntrackFilter(family, destination, wanted, bits);
  }

  /** Whether the kernel can tell by itself which flows go to the destination. */
  boolean hasKernelDestination() {
    return destination.length == 4;
  }

  boolean accepts(ConntrackFlow flow) {
    return (family == 0 || flow.family().number() == family)
        && (flow.mark() & mask) == mark
        && (destination.length == 0 || flow.isTo(destination));
  }

  /** Writes one message of that type, with what the kernel can filter by. */
  void write(NetlinkWriter out, int type, int flags) {
    out.begin(type, flags).putU8(family).putU8(0).putBe16(0);
    if (mask != 0) {
      out.be32(CTA_MARK, mark).be32(CTA_MARK_MASK, mask);
    }
    if (hasKernelDestination()) {
      out.nest(CTA_TUPLE_ORIG).nest(CTA_TUPLE_IP);
      out.bytes(CTA_IP_V4_DST, destination);
      out.endNest().endNest();
      out.nest(CTA_FILTER).u32(CTA_FILTER_ORIG_FLAGS, CTA_FILTER_F_CTA_IP_DST).endNest();
    }
    out.end();
  }
}
