package waymark.netlink;

import waymark.linux.Descriptor;

/**
 * Copies of packets that rules log (nfnetlink_log). Each copy arrives at once, and the packet
 * itself does not wait. One thread at a time.
 *
 * <p>Lost copies are counted by the gaps in the kernel's numbering.
 */
public final class PacketLog implements AutoCloseable {
  private static final int NFULNL_MSG_CONFIG = 0x401;
  private static final int NFULA_CFG_CMD = 1;
  private static final int NFULA_CFG_MODE = 2;
  private static final int NFULA_CFG_NLBUFSIZ = 3;
  private static final int NFULA_CFG_TIMEOUT = 4;
  private static final int NFULA_CFG_QTHRESH = 5;
  private static final int NFULA_CFG_FLAGS = 6;
  private static final int NFULNL_CFG_CMD_BIND = 1;
  private static final int NFULNL_COPY_PACKET = 2;
  private static final int NFULNL_CFG_F_SEQ = 1;

  private final NetlinkSocket socket;
  private final PacketReceiver receiver;
  private int expected;
  private long lost;

  private PacketLog(NetlinkSocket socket, PacketLogOptions options) {
    this.socket = socket;
    this.receiver = new PacketReceiver(socket.socket(), PacketFormat.LOG, options.copyRange());
  }

  /** Reads a group from now on; a NetlinkException with EBUSY when another socket reads it. */
  public static PacketLog open(PacketLogOptions options) {
    NetlinkSocket socket = NetlinkSocket.open(NetlinkProtocol.NETFILTER, 4096, 64 * 1024);
    try {
      socket.receiveBuffer(options.receiveBuffer());
      NetlinkWriter request = socket.request();
      write(request, options);
      String object = "log group " + options.group();
      PacketReceiver.bind(socket, request, object, NetlinkSocket.NOTHING_ELSE);
      return new PacketLog(socket, options);
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  static void write(NetlinkWriter request, PacketLogOptions options) {
    request.begin(NFULNL_MSG_CONFIG, 0).putU8(0).putU8(0).putBe16(options.group());
    request.u8(NFULA_CFG_CMD, NFULNL_CFG_CMD_BIND);
    request.open(NFULA_CFG_MODE);
    request.putBe32(options.copyRange()).putU8(NFULNL_COPY_PACKET).putU8(0).endNest();
    // By default packets arrive in hundreds, up to a second late (nfnetlink_log.c).
    request.be32(NFULA_CFG_QTHRESH, 1).be32(NFULA_CFG_TIMEOUT, 1);
    // The minimum: a message takes what its packet needs, instead of a page of the receive buffer.
    request.be32(NFULA_CFG_NLBUFSIZ, 1);
    request.be16(NFULA_CFG_FLAGS, NFULNL_CFG_F_SEQ).end();
  }

  /**
   * Receives the packets that have come, at most 64 datagrams, without waiting. Then go through
   * them: {@code while (log.next()) … log.packet()}.
   *
   * @return whether any has come
   */
  public boolean receive() {
    return receiver.receive();
  }

  /** Whether more may have come than {@link #receive} took. */
  public boolean isFull() {
    return receiver.isFull();
  }

  /** Goes to the next packet that was received; false when there is none left. */
  public boolean next() {
    if (!receiver.next()) {
      return false;
    }
    count(receiver.packet());
    return true;
  }

  /** The packet that {@link #next} went to; the object is reused for the one after it. */
  public Packet packet() {
    return receiver.packet();
  }

  private void count(Packet packet) {
    if (packet.isNumbered()) {
      lost += Integer.toUnsignedLong(packet.sequence() - expected);
      expected = packet.sequence() + 1;
    }
  }

  /** Packets that were logged and not received, up to the last one received. */
  public long lost() {
    return lost;
  }

  /** Readable while packets wait, for a {@link waymark.linux.Poller}. */
  public Descriptor descriptor() {
    return socket.descriptor();
  }

  @Override
  public void close() {
    socket.close();
  }
}
