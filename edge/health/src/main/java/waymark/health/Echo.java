package waymark.health;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * An echo request and its reply (RFC 792, RFC 4443 section 4), which is recognized by its payload:
 * 16 random bytes of the request.
 */
final class Echo {
  private static final int SIZE = 24;
  private static final int HEADER = 8;

  private final boolean ipv4;
  private final long first;
  private final long second;

  Echo(boolean ipv4, RandomGenerator random) {
    this.ipv4 = ipv4;
    first = random.nextLong();
    second = random.nextLong();
  }

  /** The request, complete for IPv4; for IPv6 the kernel writes the checksum. */
  ByteBuffer request() {
    ByteBuffer packet = ByteBuffer.allocate(SIZE);
    packet.put((byte) (ipv4 ? 8 : 128)).put((byte) 0).putShort((short) 0);
    packet.putShort((short) (first >>> 16)).putShort((short) 1).putLong(first).putLong(second);
    if (ipv4) {
      packet.putShort(2, checksum(packet));
    }
    return packet.flip();
  }

  /** The Internet checksum (RFC 1071). */
  private static short checksum(ByteBuffer packet) {
    int sum = 0;
    for (int i = 0; i < SIZE; i += 2) {
      sum += packet.getShort(i) & 0xffff;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = (sum & 0xffff) + (sum >>> 16);
    return (short) ~sum;
  }

  /** Whether bytes are the reply. */
  boolean isAnsweredBy(ByteBuffer packet, boolean ipHeader) {
    // Internet header length, in words (RFC 791).
    int at = ipHeader && packet.hasRemaining() ? (packet.get(0) & 0xf) * 4 : 0;
    return packet.limit() - at >= SIZE
        && packet.get(at) == (byte) (ipv4 ? 0 : 129)
        && packet.getLong(at + HEADER) == first
        && packet.getLong(at + HEADER + 8) == second;
  }

  /** Sends the request and waits for the reply. */
  void exchange(BoundSocket socket) {
    socket.write(request());
    ByteBuffer received = ByteBuffer.allocate(BoundSocket.CHUNK);
    do {
      socket.read(received.clear());
    } while (!isAnsweredBy(received.flip(), socket.receivesIpHeader()));
  }
}
