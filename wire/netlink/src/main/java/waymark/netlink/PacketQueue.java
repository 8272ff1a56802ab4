package waymark.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import waymark.linux.Descriptor;
import waymark.linux.NativeBuffer;

/**
 * Packets that wait in the kernel for this process's verdict (nfnetlink_queue). One thread at a
 * time.
 *
 * <p>When it is closed, or its process dies, what waits is dropped, and later packets pass or are
 * dropped as their rule says (bypass). Loss is counted by {@link PacketQueueCounters}. Packets come
 * in one piece, cut only by the copy range, also where the network card is to cut them (GSO).
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

  /** Reads a queue from now on; a NetlinkException with EBUSY when another socket does. */
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
    // The first packets may come before the acknowledgement: nobody could look at them any more.
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
   * Hands on the packets that have come, at most 64 of them, without waiting.
   *
   * @return how many; 0 when none waits
   */
  public int receive(PacketHandler handler) {
    return receiver.receive(handler);
  }

  /** Lets the packet with that id go on. */
  public void accept(int id) {
    send(NFQNL_MSG_VERDICT, NF_ACCEPT, id);
  }

  /** Drops the packet with that id. */
  public void drop(int id) {
    send(NFQNL_MSG_VERDICT, NF_DROP, id);
  }

  /** Lets all packets up to that id go on that still wait. */
  public void acceptUpTo(int id) {
    send(NFQNL_MSG_VERDICT_BATCH, NF_ACCEPT, id);
  }

  private void send(int message, int verdict, int id) {
    verdict(this.verdict.bytes(), message, verdict, id);
    socket.socket().send(this.verdict, VERDICT_SIZE);
  }

  /** To wait on in a {@link waymark.linux.Poller}. */
  public Descriptor descriptor() {
    return socket.descriptor();
  }

  @Override
  public void close() {
    socket.close();
  }
}
