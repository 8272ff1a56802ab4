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
    return segment(from, to, sequence, prefixed(message));
  }

  /** What a message is in a stream: its length before it. */
  static byte[] prefixed(byte[] message) {
    ByteBuffer bytes = ByteBuffer.allocate(2 + message.length);
    return bytes.putShort((short) message.length).put(message).array();
  }

  /** A segment with some bytes of a stream. */
  static byte[] segment(End from, End to, int sequence, byte[] bytes) {
    ByteBuffer segment = ByteBuffer.allocate(20 + bytes.length);
    segment.putShort((short) from.port()).putShort((short) to.port());
    segment.putInt(sequence).putInt(0).putShort((short) 0x5018).putShort((short) 1000).putInt(0);
    segment.put(bytes);
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
