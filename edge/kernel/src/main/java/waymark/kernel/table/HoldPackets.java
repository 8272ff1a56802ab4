package waymark.kernel.table;

import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.kernel.capture.Hold;
import waymark.kernel.model.Marks;
import waymark.kernel.system.RetryLog;
import waymark.linux.Errno;
import waymark.linux.InternetSocket;
import waymark.linux.LinuxException;
import waymark.linux.NativeBuffer;

/**
 * Renews the hold by packets to this host, which {@link HoldChain} recognizes and drops. Only
 * programs with CAP_NET_ADMIN can give them their mark.
 */
public final class HoldPackets implements Hold {
  private static final Logger log = LoggerFactory.getLogger(HoldPackets.class);

  static final String TO = "127.0.0.1";

  /** The discard service (RFC 863), which would make nothing of them. */
  static final int PORT = 9;

  static final byte RENEW = 1;
  static final byte END = 0;

  private final InetAddress to = InetAddress.ofLiteral(TO);
  private final InternetSocket socket = InternetSocket.udp(to);
  private final NativeBuffer message = NativeBuffer.of(1);
  private final RetryLog renewal =
      new RetryLog(
          log,
          "Answers cannot be held, and pass before the kernel knows their addresses",
          "Answers can be held again");

  public HoldPackets(Marks marks) {
    try {
      socket.mark(marks.mask());
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public void renew() {
    renewal.attempt(() -> send(RENEW));
  }

  @Override
  public void end() {
    renewal.attempt(
        () -> {
          // Where there is no such chain the packet would go on, and be tracked as a connection.
          if (HoldChain.isThere()) {
            send(END);
          }
        });
  }

  private void send(byte what) {
    message.bytes().put(0, what);
    int result = trySend();
    if (result == -Errno.ECONNREFUSED) {
      // An earlier one met no table, and nobody at its port; this one was not sent.
      result = trySend();
    }
    // A dropped packet is reported as not permitted.
    if (result < 0 && result != -Errno.EPERM) {
      throw new LinuxException("send a packet to " + TO, -result);
    }
  }

  private int trySend() {
    int result = socket.connect(to, PORT);
    return result < 0 ? result : socket.send(message, 1);
  }

  @Override
  public void close() {
    socket.close();
  }
}
