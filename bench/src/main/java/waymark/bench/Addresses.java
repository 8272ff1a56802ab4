package waymark.bench;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Addresses out of their bytes. */
final class Addresses {
  private Addresses() {}

  static InetAddress ipv4(int bits) {
    return of(ByteBuffer.allocate(4).putInt(bits).array());
  }

  /** Of 4 or 16 bytes. */
  static InetAddress of(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
