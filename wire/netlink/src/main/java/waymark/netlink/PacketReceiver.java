package waymark.netlink;

import java.nio.ByteOrder;
import java.util.List;
import waymark.linux.Capabilities;
import waymark.linux.Capability;
import waymark.linux.DatagramBatch;
import waymark.linux.Errno;
import waymark.linux.LinuxException;
import waymark.linux.LinuxSocket;

/** Receives many datagrams per system call, and shows their packets one by one in one byte[]. */
final class PacketReceiver {
  private static final int DATAGRAMS = 64;
  private static final int ATTRIBUTES = 512; // more than there are around the payload

  private final LinuxSocket socket;
  private final DatagramBatch batch;
  private final Packet packet;
  private int received;

  /** The index of the next datagram. */
  private int place;

  PacketReceiver(LinuxSocket socket, PacketFormat format, int copyRange) {
    this.socket = socket;
    int room = Math.addExact(copyRange, ATTRIBUTES);
    this.batch = DatagramBatch.of(DATAGRAMS, room);
    this.packet = new Packet(format, ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, room + 16);
  }

  /** Binds to the queue or group of the request, which no other socket may read. */
  static void bind(
      NetlinkSocket socket, NetlinkWriter request, String object, MessageHandler strays) {
    List<Refusal> refusals = socket.exchangeAmid(request, strays);
    if (refusals.isEmpty()) {
      return;
    }
    Refusal refusal = refusals.getFirst();
    // The kernel answers EPERM in both cases (nfqnl_recv_config, nfulnl_recv_config: peer_portid).
    boolean taken =
        refusal.errno() == Errno.EPERM && Capabilities.effective().has(Capability.CAP_NET_ADMIN);
    throw taken
        ? new NetlinkException("read", object, Errno.EBUSY, "another socket reads it", -1)
        : new NetlinkException("read", object, refusal);
  }

  /**
   * Receives the datagrams that have come, without waiting; their packets are then gone through by
   * {@link #next}.
   *
   * @return whether any has come
   */
  boolean receive() {
    packet.reset(0);
    place = 0;
    received = 0;
    int result = socket.receive(batch);
    if (result == -Errno.ENOBUFS) {
      // The kernel reports it once; earlier packets still wait.
      result = socket.receive(batch);
    }
    if (result < 0 && result != -Errno.EAGAIN && result != -Errno.ENOBUFS) {
      throw new LinuxException("receive packets", -result);
    }
    received = Math.max(0, result);
    return received > 0;
  }

  /** Whether all places were used, so that more may wait. */
  boolean isFull() {
    return received == DATAGRAMS;
  }

  /** Goes to the next packet; false when there is none left. */
  boolean next() {
    while (!packet.next()) {
      if (place == received) {
        refuse(packet.takeError());
        return false;
      }
      if (batch.senderPort(place) == 0) {
        int length = Math.min(batch.length(place), packet.room().length);
        batch.payload().get(batch.offset(place), packet.room(), 0, length);
        packet.reset(length);
      }
      place++;
    }
    return true;
  }

  private static void refuse(int error) {
    if (error != 0) {
      throw new NetlinkException("receive", "packets", error, "", -1);
    }
  }

  /** The packet that {@link #next} went to; always the same object. */
  Packet packet() {
    return packet;
  }
}
