package waymark.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PacketTest {
  @SuppressWarnings("UnusedVariable") // by name, below
  private static final java.util.List<ByteOrder> ORDERS = NftablesVectorTest.ORDERS;

  /** {@code iptables -A OUTPUT -j NFQUEUE --queue-num 7}, a marked packet of five bytes. */
  private static final String QUEUED =
      """
      (44000000)(0003)(0000)(00000000)(00000000) 02 00 0007  # PACKET, IPv4, queue 7
      (0b00)(0100) 00000102 0800 03 00                       # PACKET_HDR: id, IPv4, output
      (0800)(0300) 01000000                                  # MARK
      (0800)(0600) 00000003                                  # IFINDEX_OUTDEV
      (0800)(0d00) 00000040                                  # CAP_LEN
      (0900)(0a00) 4500000500 000000                         # PAYLOAD
      """;

  /** {@code nft add rule inet t c log group 5}, a packet from interface 2. */
  private static final String LOGGED =
      """
      (40000000)(0004)(0000)(00000000)(00000000) 02 00 0005  # PACKET, IPv4, group 5
      (0800)(0100) 0800 01 00                                # PACKET_HDR: IPv4, input
      (0500)(0a00) 00 000000                                 # PREFIX
      (0800)(0400) 00000002                                  # IFINDEX_INDEV
      (0800)(0900) 45000004                                  # PAYLOAD
      (0800)(0c00) 00000009                                  # SEQ
      (04000000)
      """;

  /** {@code NLMSG_DONE} behind a packet, then nothing. */
  private static Packet packet(PacketFormat format, byte[] bytes, ByteOrder order) {
    Packet packet = new Packet(format, order == ByteOrder.LITTLE_ENDIAN, bytes.length);
    System.arraycopy(bytes, 0, packet.room(), 0, bytes.length);
    packet.reset(bytes.length);
    return packet;
  }

  private static byte[] payload(Packet packet) {
    return Arrays.copyOfRange(packet.bytes(), packet.offset(), packet.offset() + packet.length());
  }

  @FieldSource("ORDERS")
  @ParameterizedTest
  void queuedPacketIsRead(ByteOrder order) {
    Packet packet = packet(PacketFormat.QUEUE, HexVector.bytes(QUEUED, order), order);
    assertThat(packet.next()).isTrue();
    assertThat(packet.id()).isEqualTo(0x102);
    assertThat(packet.isUnrouted()).isTrue();
    assertThat(payload(packet)).containsExactly(0x45, 0, 0, 5, 0);
    assertThat(packet.next()).isFalse();
  }

  @FieldSource("ORDERS")
  @ParameterizedTest
  void loggedPacketIsRead(ByteOrder order) {
    Packet packet = packet(PacketFormat.LOG, HexVector.bytes(LOGGED, order), order);
    assertThat(packet.next()).isTrue();
    assertThat(packet.id()).isZero();
    assertThat(packet.isUnrouted()).isFalse();
    assertThat(packet.isNumbered()).isTrue();
    assertThat(packet.sequence()).isEqualTo(9);
    assertThat(payload(packet)).containsExactly(0x45, 0, 0, 4);
    assertThat(packet.next()).isFalse();
  }

  @FieldSource("ORDERS")
  @ParameterizedTest
  void verdictIsWhatTheKernelReads(ByteOrder order) {
    String accepted =
        """
        (20000000)(0103)(0100)(00000000)(00000000) 00 00 0107  # VERDICT, queue 263
        (0c00)(0200) 00000001 00000102                         # VERDICT_HDR: accept, id
        """;
    ByteBuffer frame = ByteBuffer.allocate(PacketQueue.VERDICT_SIZE).order(order);
    PacketQueue.verdictFrame(frame, 263);
    PacketQueue.verdict(frame, 0x301, 1, 0x102);
    assertThat(frame.array()).isEqualTo(HexVector.bytes(accepted, order));
  }

  @FieldSource("ORDERS")
  @ParameterizedTest
  void configurationsAreWhatTheKernelReads(ByteOrder order) {
    String log =
        """
        (48000000)(0104)(0100)(01000000)(00000000) 00 00 0005  # CONFIG, group 5
        (0500)(0100) 01 000000                                 # CMD: bind
        (0a00)(0200) 00000800 02 00 0000                       # MODE: 2 KiB of the packet
        (0800)(0500) 00000001                                  # QTHRESH
        (0800)(0400) 00000001                                  # TIMEOUT
        (0800)(0300) 00000001                                  # NLBUFSIZ
        (0600)(0600) 0001 0000                                 # FLAGS: numbers
        """;
    HexVector.Written logged = new HexVector.Written(order);
    PacketLog.write(logged.writer(), new PacketLogOptions(5, 2048, 8 << 20));
    assertThat(logged.bytes()).isEqualTo(HexVector.bytes(log, order));
    String queue =
        """
        (40000000)(0203)(0100)(01000000)(00000000) 00 00 0007  # CONFIG, queue 7
        (0800)(0100) 01 00 0000                                # CMD: bind
        (0900)(0200) 00001000 02 000000                        # PARAMS: 4 KiB of the packet
        (0800)(0300) 00001000                                  # QUEUE_MAXLEN
        (0800)(0400) 00000005                                  # MASK
        (0800)(0500) 00000005                                  # FLAGS: fail open, GSO
        """;
    HexVector.Written queued = new HexVector.Written(order);
    PacketQueue.write(queued.writer(), new PacketQueueOptions(7, 4096, 4096, true, 8 << 20));
    assertThat(queued.bytes()).isEqualTo(HexVector.bytes(queue, order));
  }

  @Tag("slow")
  @Property(tries = 50_000)
  void brokenMessagesStayWithinTheirBounds(@ForAll long seed) {
    Random random = new Random(seed);
    PacketFormat format = random.nextBoolean() ? PacketFormat.LOG : PacketFormat.QUEUE;
    String vector = format == PacketFormat.LOG ? LOGGED : QUEUED;
    byte[] bytes = HexVector.bytes(vector, ByteOrder.LITTLE_ENDIAN);
    for (int i = random.nextInt(8); i > 0; i--) {
      int at = random.nextInt(bytes.length);
      bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(80) : random.nextInt());
    }
    bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    Packet packet = packet(format, bytes, ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 10 && packet.next(); i++) {
      assertThat(packet.offset()).isBetween(0, bytes.length);
      assertThat(packet.length()).isBetween(0, bytes.length - packet.offset());
    }
  }

  @Test
  void countersOfAQueueAreRead() {
    assertThat(PacketQueueCounters.parse("    7  31234     4 2  4096     5     6       10  1"))
        .isEqualTo(new PacketQueueCounters(7, 31234, 4, 5, 6, 10));
  }
}
