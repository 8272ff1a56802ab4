package waymark.netlink;

import waymark.linux.Errno;
import waymark.linux.LinuxException;
import waymark.linux.LinuxSocket;
import waymark.linux.NativeBuffer;
import waymark.linux.Poller;

/**
 * Sends and receives the datagrams of a netlink socket, and grows its buffers. One thread at a
 * time.
 */
final class NetlinkTransport {
  private static final int LARGEST_KEPT = 64 * 1024;
  private static final int SMALLEST = 4 * 1024;
  private static final int ANSWER_MILLIS = 5_000;

  private final LinuxSocket socket;
  private final Poller poller;
  private final NativeBuffer in;
  private final NetlinkReader reader;
  private NativeBuffer out = NativeBuffer.of(SMALLEST);
  private int sendLimit;

  NetlinkTransport(LinuxSocket socket, int receiveSize) {
    this.socket = socket;
    this.poller = Poller.of(socket.descriptor());
    this.in = NativeBuffer.of(receiveSize);
    this.reader = new NetlinkReader(in.bytes());
    this.sendLimit = socket.sendBuffer();
  }

  /** The reader of the datagram that was received last. */
  NetlinkReader reader() {
    return reader;
  }

  /** Frees the memory that an unusually long request took. */
  void shrink() {
    if (out.size() > LARGEST_KEPT) {
      out = NativeBuffer.of(SMALLEST);
    }
  }

  void send(NetlinkWriter request) {
    int length = request.length();
    // The kernel needs 32 bytes more (netlink_sendmsg), else EMSGSIZE.
    if (length > sendLimit - 32) {
      sendLimit = socket.sendBuffer(length);
    }
    if (length > out.size()) {
      out = NativeBuffer.of(Math.max(length, 2 * out.size()));
    }
    request.copy(out.bytes());
    socket.send(out, length);
  }

  /**
   * Moves the reader to the next datagram of the kernel.
   *
   * @param wait whether to wait for one, for as long as an answer may take
   * @return whether there is one
   */
  boolean receive(boolean wait) {
    while (true) {
      int count = socket.receive(in);
      if (count >= 0) {
        if (socket.senderPort() != 0) {
          continue;
        }
        if (count > in.size()) {
          throw new NetlinkException("receive", "an answer", Errno.EMSGSIZE, "", -1);
        }
        reader.reset(0, count);
        return true;
      }
      if (count != -Errno.EAGAIN) {
        throw new NetlinkException("receive", "an answer", -count, "", -1);
      }
      if (!wait) {
        return false;
      }
      if (!poller.await(ANSWER_MILLIS)) {
        throw new NetlinkException("receive", "an answer", Errno.ETIMEDOUT, "", -1);
      }
    }
  }

  /** Moves the reader to the next datagram of events, without waiting. */
  Reception receiveEvents() {
    int count = socket.receive(in);
    if (count == -Errno.EAGAIN) {
      return Reception.NOTHING;
    }
    if (count == -Errno.ENOBUFS || count > in.size()) {
      return Reception.LOST;
    }
    if (count < 0) {
      throw new LinuxException("receive netlink events", -count);
    }
    // The messages of another process are ignored.
    reader.reset(0, socket.senderPort() == 0 ? count : 0);
    return Reception.MESSAGES;
  }
}
