package waymark.health;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import waymark.linux.Descriptor;
import waymark.linux.Errno;
import waymark.linux.InternetSocket;
import waymark.linux.NativeBuffer;
import waymark.linux.Poller;

/** A socket of one probe: bound to the link, with a deadline for all of its waits. */
final class BoundSocket implements ByteStream, AutoCloseable {
  /** The room that a read needs. */
  static final int CHUNK = 4096;

  private static final int SOCKET = 0;
  private static final int STOP = 1;

  private final InternetSocket socket;
  private final NativeBuffer buffer = NativeBuffer.of(CHUNK);
  private final Poller poller;
  private final long deadline;
  private final String target;

  private BoundSocket(InternetSocket socket, Descriptor stop, long deadline, String target) {
    this.socket = socket;
    this.poller = Poller.of(socket.descriptor(), stop);
    this.deadline = deadline;
    this.target = target;
  }

  /**
   * Opens a TCP connection by the link.
   *
   * @param stop ends every wait when it is readable
   * @param deadline in System.nanoTime()
   */
  static BoundSocket tcp(LinkCheck link, InetAddress to, int port, Descriptor stop, long deadline) {
    String target = CheckedHost.inBrackets(to.getHostAddress()) + ":" + port;
    BoundSocket socket = new BoundSocket(InternetSocket.tcp(to), stop, deadline, target);
    return socket.connected(link, to, port);
  }

  /** Opens a socket for echo requests to an address by the link; as {@link #tcp}. */
  static BoundSocket echo(LinkCheck link, InetAddress to, Descriptor stop, long deadline) {
    BoundSocket socket =
        new BoundSocket(InternetSocket.echo(to), stop, deadline, to.getHostAddress());
    return socket.connected(link, to, 0);
  }

  private BoundSocket connected(LinkCheck link, InetAddress to, int port) {
    try {
      socket.device(link.device());
      socket.mark(link.mark());
      int result = socket.connect(to, port);
      if (result == -Errno.EINPROGRESS) {
        poller.toWrite(SOCKET);
        await();
        result = -socket.error();
      }
      if (result < 0) {
        throw refused(-result);
      }
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private ProbeException refused(int errno) {
    return new ProbeException(target + ": " + Errno.text(errno));
  }

  private void await() {
    long left = deadline - System.nanoTime();
    boolean ready =
        left > 0 && poller.await((int) Math.min(Integer.MAX_VALUE, left / 1_000_000 + 1));
    if (ready && poller.ready(STOP)) {
      throw new ProbeException("the check was stopped");
    }
    if (!ready) {
      throw new ProbeException(target + ": no answer in time");
    }
  }

  /** Whether received packets begin with the IP header. */
  boolean receivesIpHeader() {
    return socket.receivesIpHeader();
  }

  @Override
  public void write(ByteBuffer from) {
    poller.toWrite(SOCKET);
    while (from.hasRemaining()) {
      int length = Math.min(from.remaining(), buffer.size());
      buffer.bytes().put(0, from, from.position(), length);
      int sent = socket.send(buffer, length);
      if (sent == -Errno.EAGAIN) {
        await();
      } else if (sent < 0) {
        throw refused(-sent);
      } else {
        from.position(from.position() + sent);
      }
    }
  }

  @Override
  public int read(ByteBuffer into) {
    if (into.remaining() < buffer.size()) {
      throw new IllegalArgumentException("room for " + into.remaining() + " bytes");
    }
    poller.toRead(SOCKET);
    while (true) {
      // The deadline counts even while bytes arrive: a server may send without end.
      await();
      int received = socket.receive(buffer);
      if (received >= 0) {
        into.put(buffer.bytes().slice(0, received));
        return received == 0 ? -1 : received;
      }
      if (received != -Errno.EAGAIN) {
        throw refused(-received);
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
