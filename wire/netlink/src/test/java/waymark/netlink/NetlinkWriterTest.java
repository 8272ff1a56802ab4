package waymark.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferOverflowException;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class NetlinkWriterTest {
  @SuppressWarnings("UnusedVariable") // by name, below
  private static final java.util.List<ByteOrder> ORDERS = NftablesVectorTest.ORDERS;

  private static final String ALL =
      """
      (3c000000)(2301)(0501)(01000000)(00000000) # header
      (0500)(0100) 01 000000                     # u8
      (0800)(0300) (07060504)                    # u32
      (0600)(0500) 0203 0000                     # be16
      (0c00)(0600) 08090a0b0c0d0e0f              # be64
      (0700)(0800) c3a400 00                     # string
      """;

  @FieldSource("ORDERS")
  @ParameterizedTest
  void everyKindOfValueIsReadBack(ByteOrder order) {
    HexVector.Written written = new HexVector.Written(order);
    written
        .writer()
        .begin(0x123, NetlinkMessage.ACK | 0x100)
        .u8(1, 1)
        .u32(3, 0x04050607)
        .be16(5, 0x0203)
        .be64(6, 0x08090a0b0c0d0e0fL)
        .string(8, "ä")
        .end();
    assertThat(written.bytes()).isEqualTo(HexVector.bytes(ALL, order));

    NetlinkReader reader = HexVector.message(ALL, order);
    assertThat(reader.type()).isEqualTo(0x123);
    assertThat(reader.sequence()).isEqualTo(1);
    reader.enter(0);
    assertThat(reader.nextAttribute() && reader.u8(0) == 1).isTrue();
    assertThat(reader.nextAttribute() && reader.u32(0) == 0x04050607).isTrue();
    assertThat(reader.nextAttribute() && reader.be16(0) == 0x0203).isTrue();
    assertThat(reader.nextAttribute() && reader.be64(0) == 0x08090a0b0c0d0e0fL).isTrue();
    assertThat(reader.nextAttribute() && reader.string().equals("ä")).isTrue();
    assertThat(reader.nextAttribute()).isFalse();
  }

  @Test
  void attributeBeyondItsLengthFieldIsRefused() {
    NetlinkWriter writer = new NetlinkWriter(200_000, ByteOrder.nativeOrder()).begin(1, 0);
    assertThatThrownBy(() -> writer.bytes(1, new byte[65_532]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("65536");
    writer.nest(1).bytes(1, new byte[40_000]).bytes(1, new byte[40_000]);
    assertThatThrownBy(writer::endNest).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void messagesAreWholeOrNotThere() {
    NetlinkWriter writer = new NetlinkWriter(64, ByteOrder.nativeOrder()).begin(1, 0).end();
    assertThat(writer.messages()).isEqualTo(1);
    assertThat(writer.lastSequence()).isEqualTo(1);
    assertThatThrownBy(writer::end).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> writer.u8(1, 1)).isInstanceOf(IllegalStateException.class);
    writer.begin(2, 0);
    assertThatThrownBy(() -> writer.bytes(1, new byte[64]))
        .isInstanceOf(BufferOverflowException.class);
    assertThat(writer.clear().length()).isZero();
    assertThat(writer.begin(1, 0).lastSequence()).isEqualTo(3);
  }
}
