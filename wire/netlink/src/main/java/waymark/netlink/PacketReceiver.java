package waymark.netlink;

import java.nio.ByteOrder;
import java.util.List;
import waymark.linux.Capabilities;
import waymark.linux.Capability;
import waymark.linux.DatagramBatch;
import waymark.linux.Errno;
import waymark.linux.LinuxException;
import waymark.linux.LinuxSocket;

/** Receives many datagrams a system call, and shows their packets one by one in one byte[]. */
final class PacketReceiver {
  private static final int DATAGRAMS = 64;
  private static final int ATTRIBUTES = 512; // around the payload, and to spare

  private final LinuxSocket socket;
  private final DatagramBatch batch;
  private final Packet packet;

  PacketReceiver(LinuxSocket socket, PacketFormat format, int copyRange) {
    this.socket = socket;
    int room = Math.addExact(copyRange, ATTRIBUTES);
    this.batch = DatagramBatch.of(DATAGRAMS, room);
    this.packet = new Packet(format, ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, room + 16);
  }

  /** Binds to what the request says, of which a process may read only what no other reads. */
  static void bind(
      NetlinkSocket socket, NetlinkWriter request, String object, MessageHandler strays) {
    List<Refusal> refusals = socket.exchangeAmid(request, strays);
    if (refusals.isEmpty()) {
      return;
    }
    Refusal refusal = refusals.getFirst();
    // The kernel says EPERM for both (nfqnl_recv_config, nfulnl_recv_config: peer_portid).
    boolean taken =
        refusal.errno() == Errno.EPERM && Capabilities.effective().has(Capability.CAP_NET_ADMIN);
    throw taken
        ? new NetlinkException("read", object, Errno.EBUSY, "another socket reads it", -1)
        : new NetlinkException("read", object, refusal);
  }

  int receive(PacketHandler handler) {
    int received = socket.receive(batch);
    if (received == -Errno.ENOBUFS) {
      // Told once; what has come before still waits.
      received = socket.receive(batch);
    }
    if (received < 0) {
      if (received == -Errno.EAGAIN || received == -Errno.ENOBUFS) {
        return 0;
      }
      throw new LinuxException("receive packets", -received);
    }
    int packets = 0;
    for (int i = 0; i < received; i++) {
      if (batch.senderPort(i) != 0) {
        continue;
      }
      int length = Math.min(batch.length(i), packet.room().length);
      batch.payload().get(batch.offset(i), packet.room(), 0, length);
      packet.reset(length);
      while (packet.next()) {
        packets++;
        handler.packet(packet);
      }
    }
    int error = packet.takeError();
    if (error != 0) {
      throw new NetlinkException("receive", "packets", error, "", -1);
    }
    return packets;
  }
}
