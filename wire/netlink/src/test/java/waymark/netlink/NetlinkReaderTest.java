package waymark.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;

class NetlinkReaderTest {
  private static NetlinkReader message(String hex) {
    return HexVector.message(hex, ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void valuesAreBoundedByTheirAttribute() {
    NetlinkReader reader =
        message("(18000000)(0100)(0000)(00000000)(00000000) (0700)(0100) 010203 ff").enter(0);
    assertThat(reader.nextAttribute()).isTrue();
    assertThat(reader.length()).isEqualTo(3);
    assertThat(reader.u16(1)).isEqualTo(0x0302);
    assertThat(reader.be16(1)).isEqualTo(0x0203);
    assertThatThrownBy(() -> reader.u32(0))
        .isInstanceOf(MalformedNetlinkException.class)
        .hasMessageContaining("4 bytes at 0 of a value of 3");
    assertThatThrownBy(() -> reader.u8(3)).isInstanceOf(MalformedNetlinkException.class);
    assertThatThrownBy(() -> reader.u8(-1)).isInstanceOf(MalformedNetlinkException.class);
    assertThatThrownBy(() -> reader.copy(0, new byte[9], 0, Integer.MAX_VALUE))
        .isInstanceOf(MalformedNetlinkException.class);
    assertThat(reader.nextAttribute()).isFalse();
  }

  @Test
  void lengthsBeyondTheirBoundsAreMalformed() {
    String header = "(18000000)(0100)(0000)(00000000)(00000000)";
    assertThatThrownBy(() -> message(header + "(0900)(0100) 01020304").enter(0).nextAttribute())
        .isInstanceOfSatisfying(
            MalformedNetlinkException.class, e -> assertThat(e.offset()).isEqualTo(16));
    assertThatThrownBy(() -> message(header + "(0300)(0100) 01020304").enter(0).nextAttribute())
        .isInstanceOf(MalformedNetlinkException.class);
    assertThatThrownBy(() -> message(header + "(0800)(0100) 01020304").enter(9))
        .isInstanceOf(MalformedNetlinkException.class);
    assertThatThrownBy(() -> message("(0f000000)(0100)(0000)(00000000)(00000000)"))
        .isInstanceOf(MalformedNetlinkException.class);
    assertThatThrownBy(() -> message("(ffffffff)(0100)(0000)(00000000)(00000000)"))
        .isInstanceOf(MalformedNetlinkException.class);
    assertThatThrownBy(() -> message("(10000000)(0100)"))
        .isInstanceOf(MalformedNetlinkException.class);
  }

  @Test
  void textEndsAtItsFirstNul() {
    String header = "(18000000)(0100)(0000)(00000000)(00000000)";
    NetlinkReader ended = message(header + "(0800)(0100) 61620063").enter(0);
    assertThat(ended.nextAttribute()).isTrue();
    assertThat(ended.string()).isEqualTo("ab");
    NetlinkReader open = message(header + "(0800)(0100) 61626364").enter(0);
    assertThat(open.nextAttribute()).isTrue();
    assertThat(open.string()).isEqualTo("abcd");
  }

  @Test
  void endlessNestsAreMalformed() {
    NetlinkWriter writer = new NetlinkWriter(4096, ByteOrder.nativeOrder()).begin(1, 0);
    for (int i = 0; i < 16; i++) {
      writer.nest(1);
    }
    assertThatThrownBy(() -> writer.nest(1)).isInstanceOf(IllegalStateException.class);
    for (int i = 0; i < 16; i++) {
      writer.endNest();
    }
    writer.end();
    NetlinkReader reader = writer.readBack(0);
    assertThat(reader.nextMessage()).isTrue();
    assertThatThrownBy(
            () -> {
              reader.enter(0);
              while (reader.nextAttribute()) {
                reader.enter(0);
              }
            })
        .isInstanceOf(MalformedNetlinkException.class);
  }

  /** Mutated messages of all that nftables sends are read within their bounds, or refused. */
  @Tag("slow")
  @Property(tries = 20_000)
  void brokenMessagesAreRefusedAndNothingAroundThemIsRead(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] message = mutated(random);
    List<NftablesEvent> within = decode(message, (byte) 0x11);
    // Whatever lies around the message: the outcome is the same.
    assertThat(decode(message, (byte) random.nextInt())).isEqualTo(within);
  }

  private static byte[] mutated(Random random) {
    HexVector.Written written = new HexVector.Written(ByteOrder.nativeOrder());
    NetlinkWriter writer = written.writer();
    int type = 0xa00 + random.nextInt(20);
    writer.begin(type, 0).putU32(1).string(1, "table").string(2, "set").be64(4, 7);
    writer.bytes(6, new byte[] {0, 3, 'a', 'b', 0, 7, 1, 'c'}).be32(3, 1);
    writer.nest(3);
    for (int i = random.nextInt(4); i >= 0; i--) {
      writer.nest(1).nest(1).be32(1, i).endNest();
      writer.put(NftablesValue.goTo("c").encoded().bytes(writer.isLittleEndian()));
      writer.be32(3, random.nextInt(2)).endNest();
    }
    writer.endNest().bytes(13, new byte[] {7, 2, 'x', 0}).end();
    byte[] bytes = written.bytes();
    for (int i = random.nextInt(6); i > 0; i--) {
      int at = 16 + random.nextInt(bytes.length - 16);
      bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(24) : random.nextInt());
    }
    if (random.nextInt(4) == 0) {
      bytes = Arrays.copyOf(bytes, 16 + random.nextInt(bytes.length - 15));
      ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putInt(0, bytes.length);
    }
    return bytes;
  }

  private static List<NftablesEvent> decode(byte[] message, byte around) {
    byte[] bytes = new byte[message.length + 64];
    Arrays.fill(bytes, around);
    System.arraycopy(message, 0, bytes, 32, message.length);
    NetlinkReader reader =
        new NetlinkReader(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()))
            .reset(32, message.length);
    List<NftablesEvent> events = new ArrayList<>();
    try {
      assertThat(reader.nextMessage()).isTrue();
      events.add(NftablesEvents.decode(new NftablesDecoder(), reader));
      NftablesDecoder.counter(reader.rewind(), counter -> assertThat(counter).isNotNull());
    } catch (MalformedNetlinkException e) {
      assertThat(e.offset()).isBetween(32, 32 + message.length);
    }
    return events;
  }
}
