package waymark.netlink;

import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A view of one tracked connection in received bytes, moved from one to the next.
 *
 * <p>It is valid only while it is shown: copy what must last, and take its {@link #key} to delete
 * it later. The original direction is that of the connection's first packet, before any address
 * translation; the reply direction is that of the answers, after translation.
 */
public final class ConntrackFlow {
  static final int NFGENMSG = 4;

  private static final int CTA_TUPLE_ORIG = 1;
  private static final int CTA_TUPLE_REPLY = 2;
  private static final int CTA_STATUS = 3;
  private static final int CTA_PROTOINFO = 4;
  private static final int CTA_MARK = 8;
  private static final int CTA_COUNTERS_ORIG = 9;
  private static final int CTA_COUNTERS_REPLY = 10;
  private static final int CTA_ID = 12;
  private static final int CTA_ZONE = 18;
  private static final int CTA_LABELS = 22;
  private static final int CTA_PROTOINFO_TCP = 1;
  private static final int CTA_PROTOINFO_TCP_STATE = 1;

  /** {@code enum tcp_conntrack} of linux/netfilter/nf_conntrack_tcp.h. */
  private static final int TCP_CONNTRACK_TIME_WAIT = 7;

  private static final int TCP_CONNTRACK_CLOSE = 8;

  /** {@code IPS_SEEN_REPLY} of linux/netfilter/nf_conntrack_common.h. */
  private static final int IPS_SEEN_REPLY = 1 << 1;

  private static final byte[] NO_BYTES = {};

  private byte[] bytes = NO_BYTES;
  private final ConntrackTuple original = new ConntrackTuple();
  private final ConntrackTuple reply = new ConntrackTuple();

  private final ConntrackCounters originalCounters = new ConntrackCounters();
  private final ConntrackCounters replyCounters = new ConntrackCounters();

  private @Nullable NetlinkReader message;
  private int stateAt;
  private int stateLength;
  private AddressFamily family = AddressFamily.IPV4;
  private int tupleAt;
  private int tupleLength;
  private int idAt;
  private int id;
  private int zone;
  private int mark;
  private int status;
  private int labelsAt;
  private int labelsLength;

  /** A view of nothing, until {@link #read}. */
  public ConntrackFlow() {}

  /**
   * Moves to the message that the reader stands on, which the reader must not leave while this is
   * in use.
   *
   * @return whether it is an IPv4 or IPv6 flow with both directions
   */
  public boolean read(NetlinkReader in) {
    clear(in);
    int number = in.u8(0);
    if (number != AddressFamily.IPV4.number() && number != AddressFamily.IPV6.number()) {
      return false;
    }
    family = number == AddressFamily.IPV4.number() ? AddressFamily.IPV4 : AddressFamily.IPV6;
    attributes(in);
    return original.hasAddresses() && reply.hasAddresses();
  }

  private void clear(NetlinkReader in) {
    bytes = in.received();
    original.clear();
    reply.clear();
    message = in;
    stateLength = 0;
    tupleLength = 0;
    idAt = -1;
    id = 0;
    zone = 0;
    mark = 0;
    status = 0;
    labelsLength = 0;
    originalCounters.clear();
    replyCounters.clear();
  }

  private void attributes(NetlinkReader in) {
    in.enter(NFGENMSG);
    while (in.nextAttribute()) {
      switch (in.attribute()) {
        case CTA_TUPLE_ORIG -> {
          tupleAt = in.position();
          tupleLength = in.length();
          original.read(in, family);
        }
        case CTA_TUPLE_REPLY -> reply.read(in, family);
        case CTA_STATUS -> status = in.be32(0);
        case CTA_PROTOINFO -> {
          stateAt = in.position();
          stateLength = in.length();
        }
        case CTA_MARK -> mark = in.be32(0);
        case CTA_ID -> {
          id = in.be32(0);
          idAt = in.position();
        }
        case CTA_ZONE -> zone = in.be16(0);
        case CTA_LABELS -> {
          labelsAt = in.position();
          labelsLength = in.length();
        }
        case CTA_COUNTERS_ORIG -> originalCounters.read(in);
        case CTA_COUNTERS_REPLY -> replyCounters.read(in);
        default -> {}
      }
    }
    in.leave();
  }

  /** The state of a TCP connection; 0 where the kernel does not report one. */
  private int tcpState() {
    int state = 0;
    if (stateLength > 0 && message != null) {
      NetlinkReader in = message.select(stateAt, stateLength);
      in.enter(0);
      while (in.nextAttribute()) {
        if (in.attribute() == CTA_PROTOINFO_TCP) {
          in.enter(0);
          while (in.nextAttribute()) {
            state = in.attribute() == CTA_PROTOINFO_TCP_STATE ? in.u8(0) : state;
          }
          in.leave();
        }
      }
      in.leave();
    }
    return state;
  }

  public AddressFamily family() {
    return family;
  }

  /** IP protocol: 6 TCP, 17 UDP, 1 and 58 ICMP, … */
  public int protocol() {
    return original.protocol();
  }

  /** The source address of the first packet. */
  public InetAddress source() {
    return address(original.source());
  }

  /** The destination address of the first packet. */
  public InetAddress destination() {
    return address(original.destination());
  }

  /** The source port of the first packet; 0 where the protocol has no ports. */
  public int sourcePort() {
    return original.sourcePort();
  }

  public int destinationPort() {
    return original.destinationPort();
  }

  /**
   * Copies the bytes of {@link #destination}; allocates nothing.
   *
   * @return how many: 4 or 16
   */
  public int copyDestination(byte[] to, int index) {
    return copy(original.destination(), to, index);
  }

  /** Copies the bytes of {@link #source}, as {@link #copyDestination}. */
  public int copySource(byte[] to, int index) {
    return copy(original.source(), to, index);
  }

  /**
   * Copies the bytes of the address that answers: the destination after address translation. As
   * {@link #copyDestination}.
   */
  public int copyAnswering(byte[] to, int index) {
    return copy(reply.source(), to, index);
  }

  /** The port that answers: the destination port after translation. */
  public int answeringPort() {
    return reply.sourcePort();
  }

  private int copy(int from, byte[] to, int index) {
    int count = family.addressBytes();
    System.arraycopy(bytes, from, to, index, count);
    return count;
  }

  private InetAddress address(int at) {
    return AddressFamily.address(Arrays.copyOfRange(bytes, at, at + family.addressBytes()));
  }

  /** The connection mark. */
  public int mark() {
    return mark;
  }

  /**
   * Eight bits of the connection's labels, as a number.
   *
   * @param bit the lowest of them, a multiple of 8 up to 120
   * @return 0 where the connection has no labels
   */
  public int label(int bit) {
    // The kernel has an array of long, so a byte's place depends on the order of bytes.
    int at = bit / 8;
    int place = message != null && message.isLittleEndian() ? at : at ^ 7;
    return place < labelsLength ? bytes[labelsAt + place] & 0xff : 0;
  }

  /** Whether a packet of the reply direction was seen. */
  public boolean isAnswered() {
    return (status & IPS_SEEN_REPLY) != 0;
  }

  /**
   * Whether this is a TCP connection that both sides have closed, or one has reset; the kernel
   * keeps it for up to two more minutes.
   */
  public boolean isClosed() {
    int state = tcpState();
    return state == TCP_CONNTRACK_TIME_WAIT || state == TCP_CONNTRACK_CLOSE;
  }

  /** The kernel's id of the flow, rarely shared by two flows (nf_ct_get_id); 0 where unknown. */
  public int id() {
    return id;
  }

  public int zone() {
    return zone;
  }

  /** Packets in the original direction; -1 without accounting (net.netfilter.nf_conntrack_acct). */
  public long originalPackets() {
    return originalCounters.packets();
  }

  public long originalBytes() {
    return originalCounters.bytes();
  }

  public long replyPackets() {
    return replyCounters.packets();
  }

  public long replyBytes() {
    return replyCounters.bytes();
  }

  /** The key that deletes exactly this flow. */
  public ConntrackKey key() {
    byte[] tuple = Arrays.copyOfRange(bytes, tupleAt, tupleAt + tupleLength);
    byte[] idBytes = idAt < 0 ? NO_BYTES : Arrays.copyOfRange(bytes, idAt, idAt + 4);
    return new ConntrackKey(family.number(), tuple, idBytes, zone);
  }
}
