package waymark.netlink;

import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A view of one tracked connection in received bytes, moved from one to the next.
 *
 * <p>It is valid only while it is shown: what must last is taken out of it, and {@link #key} is
 * what deletes it later. The original direction is the one of the connection's first packet, before
 * any address translation; the reply direction is that of the answers, after it.
 */
public final class ConntrackFlow {
  static final int NFGENMSG = 4;

  private static final int CTA_TUPLE_ORIG = 1;
  private static final int CTA_TUPLE_REPLY = 2;
  private static final int CTA_STATUS = 3;
  private static final int CTA_PROTOINFO = 4;
  private static final int CTA_TIMEOUT = 7;
  private static final int CTA_MARK = 8;
  private static final int CTA_COUNTERS_ORIG = 9;
  private static final int CTA_COUNTERS_REPLY = 10;
  private static final int CTA_ID = 12;
  private static final int CTA_ZONE = 18;
  private static final int CTA_PROTOINFO_TCP = 1;
  private static final int CTA_PROTOINFO_TCP_STATE = 1;
  private static final int CTA_TUPLE_IP = 1;
  private static final int CTA_TUPLE_PROTO = 2;
  private static final int CTA_COUNTERS_PACKETS = 1;
  private static final int CTA_COUNTERS_BYTES = 2;

  /** {@code enum tcp_conntrack} of linux/netfilter/nf_conntrack_tcp.h. */
  private static final int TCP_CONNTRACK_TIME_WAIT = 7;

  private static final int TCP_CONNTRACK_CLOSE = 8;

  private static final int IPS_SEEN_REPLY = 1 << 1;
  private static final int IPS_ASSURED = 1 << 2;

  private static final byte[] NO_BYTES = {};

  private byte[] bytes = NO_BYTES;
  private final Tuple original = new Tuple();

  /** Read when it is asked for: seldom, and it is a third of all there is to read. */
  private final Tuple reply = new Tuple();

  private @Nullable NetlinkReader message;
  private boolean hasReply;
  private int replyAt;
  private int replyLength;
  private int stateAt;
  private int stateLength;
  private int family;
  private int tupleAt;
  private int tupleLength;
  private int idAt;
  private int id;
  private int zone;
  private int status;
  private int mark;
  private int timeout;
  private long originalPackets;
  private long originalBytes;
  private long replyPackets;
  private long replyBytes;

  /** Places in the buffer and numbers of one direction. */
  private static final class Tuple {
    int source;
    int destination;
    int protocol;
    int sourcePort;
    int destinationPort;

    void clear() {
      source = -1;
      destination = -1;
      protocol = 0;
      sourcePort = 0;
      destinationPort = 0;
    }
  }

  ConntrackFlow() {}

  /** Moves to the reader's message; false where it is no IPv4 or IPv6 flow with both directions. */
  boolean read(NetlinkReader in) {
    bytes = in.received();
    family = in.u8(0);
    original.clear();
    reply.clear();
    message = in;
    hasReply = false;
    replyLength = 0;
    stateLength = 0;
    tupleLength = 0;
    idAt = -1;
    id = 0;
    zone = 0;
    status = 0;
    mark = 0;
    timeout = 0;
    originalPackets = -1;
    originalBytes = -1;
    replyPackets = -1;
    replyBytes = -1;
    if (family != AddressFamily.IPV4.number() && family != AddressFamily.IPV6.number()) {
      return false;
    }
    in.enter(NFGENMSG);
    while (in.nextAttribute()) {
      switch (in.attribute()) {
        case CTA_TUPLE_ORIG -> {
          tupleAt = in.position();
          tupleLength = in.length();
          tuple(in, original);
        }
        case CTA_TUPLE_REPLY -> {
          replyAt = in.position();
          replyLength = in.length();
        }
        case CTA_STATUS -> status = in.be32(0);
        case CTA_PROTOINFO -> {
          stateAt = in.position();
          stateLength = in.length();
        }
        case CTA_TIMEOUT -> timeout = in.be32(0);
        case CTA_MARK -> mark = in.be32(0);
        case CTA_ID -> {
          id = in.be32(0);
          idAt = in.position();
        }
        case CTA_ZONE -> zone = in.be16(0);
        case CTA_COUNTERS_ORIG -> counters(in, true);
        case CTA_COUNTERS_REPLY -> counters(in, false);
        default -> {}
      }
    }
    in.leave();
    return original.source >= 0 && original.destination >= 0 && replyLength > 0;
  }

  private Tuple reply() {
    if (!hasReply && message != null) {
      tuple(message.select(replyAt, replyLength), reply);
      hasReply = true;
      if (reply.source < 0 || reply.destination < 0) {
        throw new MalformedNetlinkException("a reply with both addresses", replyAt);
      }
    }
    return reply;
  }

  /** Of a TCP connection; 0 where the kernel tells none. */
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

  private void tuple(NetlinkReader in, Tuple tuple) {
    in.enter(0);
    while (in.nextAttribute()) {
      switch (in.attribute()) {
        case CTA_TUPLE_IP -> addresses(in, tuple);
        case CTA_TUPLE_PROTO -> protocol(in, tuple);
        default -> {}
      }
    }
    in.leave();
  }

  /** 1, 2: IPv4 source and destination; 3, 4: IPv6. */
  private void addresses(NetlinkReader in, Tuple tuple) {
    boolean four = family == AddressFamily.IPV4.number();
    int source = four ? 1 : 3;
    int bytes = four ? 4 : 16;
    in.enter(0);
    while (in.nextAttribute()) {
      int attribute = in.attribute();
      if (attribute != source && attribute != source + 1) {
        continue;
      }
      if (in.length() < bytes) {
        throw new MalformedNetlinkException("an address of " + bytes + " bytes", in.position());
      }
      if (attribute == source) {
        tuple.source = in.position();
      } else {
        tuple.destination = in.position();
      }
    }
    in.leave();
  }

  /** 1: number; 2, 3: ports. ICMP has 4 to 9 instead. */
  private static void protocol(NetlinkReader in, Tuple tuple) {
    in.enter(0);
    while (in.nextAttribute()) {
      switch (in.attribute()) {
        case 1 -> tuple.protocol = in.u8(0);
        case 2 -> tuple.sourcePort = in.be16(0);
        case 3 -> tuple.destinationPort = in.be16(0);
        default -> {}
      }
    }
    in.leave();
  }

  private void counters(NetlinkReader in, boolean ofOriginal) {
    long packets = 0;
    long bytes = 0;
    in.enter(0);
    while (in.nextAttribute()) {
      switch (in.attribute()) {
        case CTA_COUNTERS_PACKETS -> packets = in.be64(0);
        case CTA_COUNTERS_BYTES -> bytes = in.be64(0);
        default -> {}
      }
    }
    in.leave();
    if (ofOriginal) {
      originalPackets = packets;
      originalBytes = bytes;
    } else {
      replyPackets = packets;
      replyBytes = bytes;
    }
  }

  public AddressFamily family() {
    return family == AddressFamily.IPV4.number() ? AddressFamily.IPV4 : AddressFamily.IPV6;
  }

  /** IP protocol: 6 TCP, 17 UDP, 1 and 58 ICMP, … */
  public int protocol() {
    return original.protocol;
  }

  /** Who began it, as the first packet had it. */
  public InetAddress source() {
    return address(original.source);
  }

  /** Whom it was for, as the first packet had it. */
  public InetAddress destination() {
    return address(original.destination);
  }

  /** 0 where the protocol has no ports; so for the other ports. */
  public int sourcePort() {
    return original.sourcePort;
  }

  public int destinationPort() {
    return original.destinationPort;
  }

  /** Who answers: another than {@link #destination} where that was translated. */
  public InetAddress replySource() {
    return address(reply().source);
  }

  /** Whom answers are for: another than {@link #source} where that was translated. */
  public InetAddress replyDestination() {
    return address(reply().destination);
  }

  public int replySourcePort() {
    return reply().sourcePort;
  }

  public int replyDestinationPort() {
    return reply().destinationPort;
  }

  /**
   * Copies the bytes of {@link #destination}, without garbage.
   *
   * @return how many: 4 or 16
   */
  public int copyDestination(byte[] to, int index) {
    return copy(original.destination, to, index);
  }

  /** Copies the bytes of {@link #source}, as {@link #copyDestination}. */
  public int copySource(byte[] to, int index) {
    return copy(original.source, to, index);
  }

  private int copy(int from, byte[] to, int index) {
    int count = family().addressBytes();
    System.arraycopy(bytes, from, to, index, count);
    return count;
  }

  private InetAddress address(int at) {
    return AddressFamily.address(Arrays.copyOfRange(bytes, at, at + family().addressBytes()));
  }

  boolean isTo(byte[] destination) {
    if (destination.length != family().addressBytes()) {
      return false;
    }
    for (int i = 0; i < destination.length; i++) {
      if (bytes[original.destination + i] != destination[i]) {
        return false;
      }
    }
    return true;
  }

  /** The connection mark. */
  public int mark() {
    return mark;
  }

  /** IPS_* bits of {@code linux/netfilter/nf_conntrack_common.h}. */
  public int status() {
    return status;
  }

  /** Whether an answer was seen. */
  public boolean isAnswered() {
    return (status & IPS_SEEN_REPLY) != 0;
  }

  /** Whether it is not dropped early when the table is full: traffic went both ways. */
  public boolean isAssured() {
    return (status & IPS_ASSURED) != 0;
  }

  /**
   * Whether it is a TCP connection that both sides have closed or one has reset; the kernel keeps
   * it for up to two minutes more.
   */
  public boolean isClosed() {
    int state = tcpState();
    return state == TCP_CONNTRACK_TIME_WAIT || state == TCP_CONNTRACK_CLOSE;
  }

  /** The kernel's name for it, seldom that of two flows (nf_ct_get_id); 0 where it tells none. */
  public int id() {
    return id;
  }

  public int zone() {
    return zone;
  }

  /** Seconds until it is forgotten if nothing more comes; 0 in events of its end. */
  public int timeout() {
    return timeout;
  }

  /** Packets the original way; -1 without accounting (net.netfilter.nf_conntrack_acct). */
  public long originalPackets() {
    return originalPackets;
  }

  public long originalBytes() {
    return originalBytes;
  }

  public long replyPackets() {
    return replyPackets;
  }

  public long replyBytes() {
    return replyBytes;
  }

  /** What deletes exactly this flow. */
  public ConntrackKey key() {
    byte[] tuple = Arrays.copyOfRange(bytes, tupleAt, tupleAt + tupleLength);
    byte[] idBytes = idAt < 0 ? NO_BYTES : Arrays.copyOfRange(bytes, idAt, idAt + 4);
    return new ConntrackKey(family, tuple, idBytes, zone);
  }
}
