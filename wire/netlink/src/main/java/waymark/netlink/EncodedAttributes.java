package waymark.netlink;

import java.nio.ByteOrder;
import java.util.function.Consumer;

/** Attributes that are written often: encoded once, in both byte orders. */
final class EncodedAttributes {
  private static final int ROOM = 2048;

  private final byte[] little;
  private final byte[] big;

  private EncodedAttributes(byte[] little, byte[] big) {
    this.little = little;
    this.big = big;
  }

  static EncodedAttributes of(Consumer<NetlinkWriter> attributes) {
    return new EncodedAttributes(
        encode(ByteOrder.LITTLE_ENDIAN, attributes), encode(ByteOrder.BIG_ENDIAN, attributes));
  }

  private static byte[] encode(ByteOrder order, Consumer<NetlinkWriter> attributes) {
    NetlinkWriter writer = new NetlinkWriter(ROOM, order).begin(0, 0);
    attributes.accept(writer);
    return writer.end().written(NetlinkMessage.HEADER);
  }

  byte[] bytes(boolean littleEndian) {
    return littleEndian ? little : big;
  }
}
