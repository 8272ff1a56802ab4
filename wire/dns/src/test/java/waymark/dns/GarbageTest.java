package waymark.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten million packets that no honest program sends. */
@Tag("slow")
class GarbageTest {
  private static final int PACKETS = 10_000_000;

  private final SplittableRandom random = new SplittableRandom(20_26);
  private final IpPacket packet = new IpPacket();
  private final Question question = new Question();
  private final Answer answer = new Answer();
  private final TcpStreams streams = new TcpStreams();
  private final QuestionHash hash = new QuestionHash(3, 4);
  private final Questions questions = new Questions();
  private long replies;
  private long addresses;

  @Test
  void nothingIsThrownAndNoAddressIsMadeUp() {
    List<byte[]> honest =
        Captured.PACKETS.values().stream().filter(bytes -> bytes.length < 400).toList();
    byte[] bytes = new byte[512];
    for (int i = 0; i < PACKETS; i++) {
      byte[] from = honest.get(random.nextInt(honest.size()));
      System.arraycopy(from, 0, bytes, 0, from.length);
      int length = mutate(bytes, from.length, honest);
      read(bytes, length, i);
    }
    // else the test has looked at nothing
    assertThat(replies).isGreaterThan(PACKETS / 4);
    assertThat(addresses).isGreaterThan(PACKETS / 8);
  }

  private int mutate(byte[] bytes, int length, List<byte[]> honest) {
    // mostly behind the headers, so that most of the garbage gets to the DNS reader
    int first =
        random.nextInt(8) == 0 ? 0 : Math.min(length - 1, (bytes[0] & 0xf0) == 0x40 ? 28 : 48);
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes; i++) {
      int at = first + random.nextInt(length - first);
      bytes[at] =
          switch (random.nextInt(6)) {
            case 0 -> (byte) random.nextInt(256);
            case 1 -> (byte) (bytes[at] ^ (1 << random.nextInt(8)));
            case 2 -> (byte) (0xc0 | random.nextInt(4));
            case 3 -> (byte) random.nextInt(length);
            case 4 -> bytes[random.nextInt(length)];
            default -> 0;
          };
    }
    return switch (random.nextInt(16)) {
      case 0 -> random.nextInt(length + 1);
      case 1 -> {
        byte[] other = honest.get(random.nextInt(honest.size()));
        int size = random.nextInt(Math.min(64, other.length));
        int at = random.nextInt(length - Math.min(length - 1, size));
        System.arraycopy(other, other.length - size, bytes, at, Math.min(size, length - at));
        yield length;
      }
      default -> length;
    };
  }

  private void read(byte[] bytes, int length, long now) {
    switch (packet.read(bytes, 0, length)) {
      case UDP -> message(bytes, packet.payloadOffset(), packet.payloadLength(), now);
      case TCP -> {
        streams.accept(packet, now * 1000);
        while (streams.next()) {
          message(streams.bytes(), streams.offset(), streams.length(), now);
        }
      }
      case FRAGMENT, OTHER, BROKEN -> {}
    }
  }

  private void message(byte[] bytes, int offset, int length, long now) {
    switch (question.read(bytes, offset, length)) {
      case QUERY -> questions.asked(hash.of(packet, question), now);
      case REPLY -> {
        questions.answered(hash.of(packet, question), now);
        replies++;
        if (answer.read(question) == Answer.Kind.ADDRESSES) {
          for (int i = 0; i < answer.size(); i++) {
            addresses++;
            if (!isIn(bytes, offset, length, answer.high(i), answer.low(i))) {
              throw new AssertionError(
                  "an address that is not in the message: " + Heard.of(answer));
            }
            if (answer.ttl(i) < 0
                || answer.depth(i) < 1
                || answer.depth(i) > answer.names().size()) {
              throw new AssertionError(Heard.of(answer));
            }
          }
        }
      }
      case NOT_DNS, BROKEN -> {}
    }
  }

  private static boolean isIn(byte[] bytes, int offset, int length, long high, long low) {
    boolean ipv4 = high == 0 && low >>> 32 == 0xffff;
    long number = 0;
    for (int i = offset; i < offset + length; i++) {
      number = (number << 8) | (bytes[i] & 0xff);
      if (ipv4 ? i - offset >= 3 && (int) number == (int) low : i - offset >= 15 && number == low) {
        return true;
      }
    }
    return false;
  }
}
