package waymark.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TcpStreamsTest {
  private static final int FIN = 1;
  private static final int SYN = 2;
  private static final int RST = 4;

  /** Where the last byte of an IPv4 packet's source is. */
  private static final int SOURCE_END = 15;

  private final TcpStreams streams = new TcpStreams();

  @Test
  void segmentWithWholeMessagesKeepsNothing() {
    assertThat(accept(0, 0, join(message(1), message(2)))).containsExactly(1, 2);
    assertThat(streams.size()).isZero();
  }

  @Test
  void lengthMayComeByItself() {
    byte[] all = message(1);
    assertThat(accept(0, 0, Arrays.copyOf(all, 2))).isEmpty();
    assertThat(accept(2, 0, Arrays.copyOfRange(all, 2, all.length))).containsExactly(1);
    assertThat(accept(all.length, 0, message(2))).containsExactly(2);
  }

  @Test
  void lostSegmentLosesNoMoreThanItHas() {
    byte[] all = message(1);
    assertThat(accept(0, 0, Arrays.copyOf(all, 9))).isEmpty();
    assertThat(accept(100, 0, message(2))).containsExactly(2);
    for (int i = 2; i < 18; i++) {
      accept(100 * i, 0, Arrays.copyOf(all, all.length - 1));
    }
    assertThat(accept(1699 + all.length, 0, Arrays.copyOfRange(all, all.length - 1, all.length)))
        .containsExactly(1);
  }

  @Test
  void messageCompletesWithItsMissingSegment() {
    byte[] all = join(message(1), message(2));
    assertThat(accept(0, 0, Arrays.copyOf(all, 10))).isEmpty();
    assertThat(accept(30, 0, Arrays.copyOfRange(all, 30, all.length))).isEmpty();
    assertThat(accept(10, 0, Arrays.copyOfRange(all, 10, 30))).containsExactly(1, 2);
  }

  @Test
  void endBeforeTheStartIsKeptForIt() {
    byte[] all = message(1);
    assertThat(accept(20, FIN, Arrays.copyOfRange(all, 20, all.length))).isEmpty();
    assertThat(accept(0, 0, Arrays.copyOf(all, 20))).containsExactly(1);
  }

  @Test
  void aMessageFromBeforeWhatIsKeptIsGivenAgain() {
    byte[] first = message(1);
    assertThat(accept(0, 0, first)).containsExactly(1);
    assertThat(accept(first.length, 0, Arrays.copyOf(message(2), 9))).isEmpty();
    assertThat(accept(0, 0, first)).containsExactly(1);
    byte[] rest = Arrays.copyOfRange(message(2), 9, message(2).length);
    assertThat(accept(first.length + 9, 0, rest)).containsExactly(2);
  }

  @Test
  void dataMayComeWithTheOpening() {
    assertThat(accept(99, SYN, message(1))).containsExactly(1);
    byte[] all = message(1);
    assertThat(accept(99, SYN, Arrays.copyOf(all, 9))).isEmpty();
    assertThat(accept(109, 0, Arrays.copyOfRange(all, 9, all.length))).containsExactly(1);
  }

  @Test
  void repeatedSegmentGivesItsMessagesAgain() {
    byte[] all = join(message(1), message(2), message(3));
    int second = message(1).length;
    assertThat(accept(0, 0, Arrays.copyOf(all, 9))).isEmpty();
    assertThat(accept(9, 0, Arrays.copyOfRange(all, 9, second))).containsExactly(1);
    byte[] rest = Arrays.copyOfRange(all, second, all.length);
    assertThat(accept(second, FIN, rest)).containsExactly(2, 3);
    assertThat(accept(second, FIN, rest)).containsExactly(2, 3);
    assertThat(accept(9, 0, Arrays.copyOfRange(all, 9, second))).containsExactly(1, 2, 3);
  }

  @Test
  void repeatedSegmentGivesWhatCameEarlyBehindItAgain() {
    byte[] all = join(message(1), message(2));
    assertThat(accept(9, FIN, Arrays.copyOfRange(all, 9, all.length))).isEmpty();
    assertThat(accept(0, 0, Arrays.copyOf(all, 9))).containsExactly(1, 2);
    assertThat(accept(0, 0, Arrays.copyOf(all, 9))).containsExactly(1, 2);
  }

  @Test
  void ofALongStreamOnlyTheLastMessagesAreKept() {
    byte[] message = message(1);
    assertThat(accept(0, 0, Arrays.copyOf(message, 9))).isEmpty();
    int sequence = 9;
    byte[] segment =
        join(Arrays.copyOfRange(message, 9, message.length), Arrays.copyOf(message, 9));
    for (int i = 0; i < 2_000; i++) {
      assertThat(accept(sequence, 0, segment)).containsExactly(1);
      sequence += segment.length;
    }
    assertThat(accept(sequence - segment.length, 0, segment)).containsExactly(1);
    assertThat(accept(9, 0, segment)).hasSizeLessThan(1_000);
  }

  @Test
  void resetAndOpeningForget() {
    assertThat(accept(0, 0, Arrays.copyOf(message(1), 9))).isEmpty();
    accept(9, RST, new byte[0]);
    assertThat(streams.size()).isZero();
    assertThat(accept(0, 0, Arrays.copyOf(message(1), 9))).isEmpty();
    accept(0, SYN, new byte[0]);
    assertThat(streams.size()).isZero();
  }

  @Test
  void oldStreamsAreForgotten() {
    assertThat(accept(0, 0, Arrays.copyOf(message(1), 9))).isEmpty();
    IpPacket packet = packet(5000, 0, 0, message(2));
    streams.accept(packet, TcpStreams.LIFE + 1);
    assertThat(streams.next()).isTrue();
    assertThat(streams.size()).isZero();
  }

  @Test
  void whatIsKeptIsBounded() {
    byte[] start = new byte[60_000];
    start[0] = (byte) 0xff;
    start[7] = 1;
    for (int port = 1; port < 5_000; port++) {
      streams.accept(packet(port, 0, 0, start), port);
    }
    assertThat(streams.size()).isBetween(100, TcpStreams.MOST_BYTES / start.length);
    for (int port = 1; port < 5_000; port++) {
      streams.accept(packet(port, 0, 0, Arrays.copyOf(start, 30)), port);
    }
    assertThat(streams.size()).isEqualTo(TcpStreams.MOST_STREAMS);
  }

  @Test
  void aClientThatFillsTheTableLosesItsOwn() {
    byte[] all = message(1);
    streams.accept(from(2, 20_000, 0, Arrays.copyOf(all, 9)), 0);
    byte[] start = new byte[60_000];
    start[0] = (byte) 0xff;
    start[7] = 1;
    for (int port = 10_000; port < 15_000; port++) {
      streams.accept(from(1, port, 0, start), 0);
      streams.accept(from(1, port + 10_000, 0, Arrays.copyOf(start, 30)), 0);
    }
    streams.accept(from(2, 20_000, 9, Arrays.copyOfRange(all, 9, all.length)), 0);
    assertThat(streams.next()).isTrue();
    assertThat(streams.length()).isEqualTo(all.length - 2);
  }

  /** A segment of the client with that last byte of its address. */
  private static IpPacket from(int client, int port, int sequence, byte[] payload) {
    byte[] bytes = Written.packet(IpPacket.PROTOCOL_TCP, port, 53, sequence, 0, payload);
    bytes[SOURCE_END] = (byte) client;
    IpPacket packet = new IpPacket();
    assertThat(packet.read(bytes, 0, bytes.length)).isEqualTo(IpPacket.Kind.TCP);
    return packet;
  }

  /**
   * The first segment ends within a message, so that the stream is known before anything is late.
   * Starting below 2^32 and passing it; segments late by up to three places, some twice: fewer than
   * a stream keeps.
   */
  @Property
  void everyMessageComesOutHoweverItWasCut(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 60) Integer> sizes,
      @ForAll long seed) {
    Assume.that(sizes.getFirst() != message(1).length);
    Random random = new Random(seed);
    byte[] all = new byte[0];
    for (int id = 1; id <= 8; id++) {
      all = join(all, message(id));
    }
    record Cut(int from, int to, int place) {}
    List<Cut> cuts = new ArrayList<>();
    for (int from = 0, i = 0; from < all.length; i++) {
      int to = Math.min(all.length, from + sizes.get(i % sizes.size()));
      // The first stays first: a stream's start is what tells where messages start.
      cuts.add(new Cut(from, to, i == 0 ? 0 : i + random.nextInt(4)));
      if (random.nextInt(5) == 0) {
        cuts.add(cuts.getLast());
      }
      from = to;
    }
    cuts.sort(Comparator.comparingInt(Cut::place));
    TcpStreams fresh = new TcpStreams();
    List<Integer> ids = new ArrayList<>();
    for (Cut cut : cuts) {
      byte[] part = Arrays.copyOfRange(all, cut.from(), cut.to());
      fresh.accept(packet(53, cut.from() - 100, 0, part), 0);
      while (fresh.next()) {
        ids.add(fresh.bytes()[fresh.offset() + 1] & 0xff);
      }
    }
    assertThat(ids).contains(1, 2, 3, 4, 5, 6, 7, 8);
  }

  private List<Integer> accept(int sequence, int flags, byte[] payload) {
    streams.accept(packet(53, sequence, flags, payload), 0);
    List<Integer> ids = new ArrayList<>();
    while (streams.next()) {
      ids.add(streams.bytes()[streams.offset() + 1] & 0xff);
    }
    return ids;
  }

  private static IpPacket packet(int port, int sequence, int flags, byte[] payload) {
    byte[] bytes = Written.packet(IpPacket.PROTOCOL_TCP, port, 40000, sequence, flags, payload);
    IpPacket packet = new IpPacket();
    assertThat(packet.read(bytes, 0, bytes.length)).isEqualTo(IpPacket.Kind.TCP);
    return packet;
  }

  private static byte[] message(int id) {
    byte[] message =
        Written.reply(id).question("a.example", 1).a("a.example", 60, 192, 0, 2, id).bytes();
    return join(Written.bytes(message.length >> 8, message.length), message);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
