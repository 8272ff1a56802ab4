package waymark.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import waymark.linux.Descriptor;
import waymark.linux.NativeBuffer;

/**
 * Packets that wait in the kernel for this process's verdict (nfnetlink_queue). One thread at a
 * time.
 *
 * <p>When the queue is closed or its process dies, waiting packets are dropped, and later packets
 * pass or are dropped as their rule says (bypass). {@link PacketQueueCounters} counts losses.
 * Packets arrive unsegmented (GSO), and are cut only to the copy range.
 */
public final class PacketQueue implements AutoCloseable {
  private static final int NFQNL_MSG_VERDICT = 0x301;
  private static final int NFQNL_MSG_CONFIG = 0x302;
  private static final int NFQNL_MSG_VERDICT_BATCH = 0x303;
  private static final int NFQA_CFG_CMD = 1;
  private static final int NFQA_CFG_PARAMS = 2;
  private static final int NFQA_CFG_QUEUE_MAXLEN = 3;
  private static final int NFQA_CFG_MASK = 4;
  private static final int NFQA_CFG_FLAGS = 5;
  private static final int NFQA_PACKET_HDR = 1;
  private static final int NFQA_VERDICT_HDR = 2;
  private static final int NFQNL_CFG_CMD_BIND = 1;
  private static final int NFQNL_COPY_PACKET = 2;
  private static final int NFQA_CFG_F_FAIL_OPEN = 1;
  private static final int NFQA_CFG_F_GSO = 4;
  private static final int NFQNL_MSG_PACKET = 0x300;
  private static final int NF_DROP = 0;
  private static final int NF_ACCEPT = 1;

  /** {@code nlmsghdr 16, nfgenmsg 4, attribute header 4, be32 verdict, be32 id}. */
  static final int VERDICT_SIZE = 32;

  private final NetlinkSocket socket;
  private final PacketReceiver receiver;
  private final NativeBuffer verdict;

  private PacketQueue(NetlinkSocket socket, PacketQueueOptions options) {
    this.socket = socket;
    this.receiver = new PacketReceiver(socket.socket(), PacketFormat.QUEUE, options.copyRange());
    this.verdict = NativeBuffer.of(VERDICT_SIZE);
    verdictFrame(verdict.bytes(), options.number());
  }

  /** Reads a queue from now on; a NetlinkException with EBUSY when another socket reads it. */
  public static PacketQueue open(PacketQueueOptions options) {
    NetlinkSocket socket = NetlinkSocket.open(NetlinkProtocol.NETFILTER, 4096, 64 * 1024);
    try {
      socket.receiveBuffer(options.receiveBuffer());
      socket.ignoreLoss();
      PacketQueue queue = new PacketQueue(socket, options);
      queue.configure(options);
      return queue;
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private void configure(PacketQueueOptions options) {
    NetlinkWriter request = socket.request();
    write(request, options);
    // Packets that arrive before the acknowledgement cannot be handed over: accept them.
    PacketReceiver.bind(socket, request, "queue " + options.number(), this::acceptUnseen);
  }

  private void acceptUnseen(NetlinkReader message) {
    if (message.type() == NFQNL_MSG_PACKET) {
      message.enter(4);
      while (message.nextAttribute()) {
        if (message.attribute() == NFQA_PACKET_HDR) {
          accept(message.be32(0));
        }
      }
      message.leave();
    }
  }

  static void write(NetlinkWriter request, PacketQueueOptions options) {
    request.begin(NFQNL_MSG_CONFIG, 0).putU8(0).putU8(0).putBe16(options.number());
    request.open(NFQA_CFG_CMD).putU8(NFQNL_CFG_CMD_BIND).putU8(0).putBe16(0).endNest();
    request.open(NFQA_CFG_PARAMS).putBe32(options.copyRange()).putU8(NFQNL_COPY_PACKET).endNest();
    request.be32(NFQA_CFG_QUEUE_MAXLEN, options.maxLength());
    request.be32(NFQA_CFG_MASK, NFQA_CFG_F_FAIL_OPEN | NFQA_CFG_F_GSO);
    int flags = options.failOpen() ? NFQA_CFG_F_FAIL_OPEN | NFQA_CFG_F_GSO : NFQA_CFG_F_GSO;
    request.be32(NFQA_CFG_FLAGS, flags).end();
  }

  static void verdictFrame(ByteBuffer frame, int queue) {
    frame.putInt(0, VERDICT_SIZE).putShort(4, (short) NFQNL_MSG_VERDICT);
    frame.putShort(6, (short) NetlinkMessage.REQUEST);
    frame.put(18, (byte) (queue >> 8)).put(19, (byte) queue);
    frame.putShort(20, (short) 12).putShort(22, (short) NFQA_VERDICT_HDR);
  }

  static void verdict(ByteBuffer frame, int message, int verdict, int id) {
    boolean little = frame.order() == ByteOrder.LITTLE_ENDIAN;
    frame.putShort(4, (short) message);
    frame.putInt(24, little ? Integer.reverseBytes(verdict) : verdict);
    frame.putInt(28, little ? Integer.reverseBytes(id) : id);
  }

  /**
   * Receives the packets that have come, at most 64 datagrams, without waiting. Then go through
   * them: {@code while (queue.next()) … queue.packet()}.
   *
   * @return whether any has come
   */
  public boolean receive() {
    return receiver.receive();
  }

  /** Goes to the next packet that was received; false when there is none left. */
  public boolean next() {
    return receiver.next();
  }

  /** The packet that {@link #next} went to; the object is reused for the one after it. */
  public Packet packet() {
    return receiver.packet();
  }

  /** Accepts the packet with this id. */
  public void accept(int id) {
    send(NFQNL_MSG_VERDICT, NF_ACCEPT, id);
  }

  /** Drops the packet with this id. */
  public void drop(int id) {
    send(NFQNL_MSG_VERDICT, NF_DROP, id);
  }

  /** Accepts all waiting packets up to this id. */
  public void acceptUpTo(int id) {
    send(NFQNL_MSG_VERDICT_BATCH, NF_ACCEPT, id);
  }

  private void send(int message, int verdict, int id) {
    verdict(this.verdict.bytes(), message, verdict, id);
    socket.socket().send(this.verdict, VERDICT_SIZE);
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
