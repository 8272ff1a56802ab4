package waymark.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuestionHashTest {
  private static final int UDP = IpPacket.PROTOCOL_UDP;
  private final QuestionHash hash = new QuestionHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

  @Test
  void everyPartOfTheQuestionCounts() {
    Set<Long> numbers = new HashSet<>();
    byte[] query = Written.query(4711).question("Www.Example", 1).bytes();
    numbers.add(number(hash, UDP, 53, 4000, query));
    numbers.add(number(hash, IpPacket.PROTOCOL_TCP, 53, 4000, query));
    numbers.add(number(hash, UDP, 54, 4000, query));
    numbers.add(
        number(hash, UDP, 53, 4000, Written.query(4712).question("Www.Example", 1).bytes()));
    numbers.add(
        number(hash, UDP, 53, 4000, Written.query(4711).question("Www.Example", 28).bytes()));
    numbers.add(
        number(hash, UDP, 53, 4000, Written.query(4711).question("Www.Example.x", 1).bytes()));
    numbers.add(number(new QuestionHash(1, 2), UDP, 53, 4000, query));
    assertThat(numbers).hasSize(7);
  }

  @Test
  void theCaseOfLettersDoesNotCountAndNothingElseIsFolded() {
    String name = "H2.Lower-Test_0123456789[`{@.ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    long number = number(hash, UDP, 53, 4000, Written.query(4711).question(name, 1).bytes());
    for (String same : List.of(name.toLowerCase(Locale.ROOT), name.replace('T', 't'))) {
      assertThat(number(hash, UDP, 53, 4000, Written.query(4711).question(same, 1).bytes()))
          .isEqualTo(number);
    }
    for (String other : List.of(name.replace('[', '{'), name.replace('@', '`'), name + "a")) {
      assertThat(number(hash, UDP, 53, 4000, Written.query(4711).question(other, 1).bytes()))
          .isNotEqualTo(number);
    }
    // Types 65 and 97 would be the letters A and a.
    assertThat(number(hash, UDP, 53, 4000, Written.query(4711).question(name, 65).bytes()))
        .isNotEqualTo(number(hash, UDP, 53, 4000, Written.query(4711).question(name, 97).bytes()));
  }

  @Test
  void theLowestBitsAreTheClients() {
    long mask = (1L << QuestionHash.CLIENT_BITS) - 1;
    byte[] one = Written.query(1).question("a.example", 1).bytes();
    byte[] other = Written.query(2).question("b.example", 28).bytes();
    assertThat(number(hash, UDP, 53, 4000, one) & mask)
        .isEqualTo(number(hash, UDP, 9, 9, other) & mask);
  }

  @Test
  void serversPortDoesNotCountAsTranslationMayChangeIt() {
    byte[] query = Written.query(4711).question("Www.Example", 1).bytes();
    assertThat(number(hash, UDP, 53, 4000, query)).isEqualTo(number(hash, UDP, 53, 5353, query));
  }

  @Test
  void longestNameFits() {
    String label = "x".repeat(63);
    String name = label + "." + label + "." + label + "." + "y".repeat(61);
    byte[] query = Written.query(1).question(name, 1).bytes();
    assertThat(number(hash, UDP, 1, 2, query)).isNotZero();
    byte[] longer = Written.query(1).question(name + "y", 1).bytes();
    assertThat(new Question().read(longer, 0, longer.length)).isEqualTo(Question.Kind.BROKEN);
  }

  private static long number(QuestionHash hash, int protocol, int from, int to, byte[] message) {
    byte[] bytes = Written.packet(protocol, from, to, 0, 0, message);
    IpPacket packet = new IpPacket();
    packet.read(bytes, 0, bytes.length);
    Question question = new Question();
    assertThat(question.read(bytes, packet.payloadOffset(), packet.payloadLength()))
        .isEqualTo(Question.Kind.QUERY);
    return hash.of(packet, question);
  }
}
