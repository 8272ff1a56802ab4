package waymark.kernel;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** IP packets as the kernel hands them over: without a link layer, with checksums of 0. */
final class Packets {
  private Packets() {}

  /** {@code from} and {@code to} are an address and a port, both of one family. */
  record End(InetAddress address, int port) {
    static End of(String address, int port) {
      return new End(InetAddress.ofLiteral(address), port);
    }
  }

  /** RFC 768. */
  static byte[] udp(End from, End to, byte[] payload) {
    ByteBuffer segment = ByteBuffer.allocate(8 + payload.length);
    segment.putShort((short) from.port()).putShort((short) to.port());
    segment.putShort((short) segment.capacity()).putShort((short) 0).put(payload);
    return ip(from, to, 17, segment.array());
  }

  /** A segment with data (RFC 9293), which carries a message with its length before it. */
  static byte[] tcp(End from, End to, int sequence, byte[] message) {
    ByteBuffer segment = ByteBuffer.allocate(22 + message.length);
    segment.putShort((short) from.port()).putShort((short) to.port());
    segment.putInt(sequence).putInt(0).putShort((short) 0x5018).putShort((short) 1000).putInt(0);
    segment.putShort((short) message.length).put(message);
    return ip(from, to, 6, segment.array());
  }

  private static byte[] ip(End from, End to, int protocol, byte[] payload) {
    byte[] source = from.address().getAddress();
    byte[] destination = to.address().getAddress();
    ByteBuffer packet;
    if (source.length == 4) {
      packet = ByteBuffer.allocate(20 + payload.length);
      packet.putInt(0x45000000 | packet.capacity()).putInt(0);
      packet.putInt(0x40000000 | protocol << 16);
    } else {
      packet = ByteBuffer.allocate(40 + payload.length);
      packet.putInt(0x60000000).putInt(payload.length << 16 | protocol << 8 | 64);
    }
    return packet.put(source).put(destination).put(payload).array();
  }
}
