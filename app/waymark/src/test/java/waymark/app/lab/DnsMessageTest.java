package waymark.app.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class DnsMessageTest {
  private static final InetAddress IPV4 = InetAddress.ofLiteral("198.18.0.7");
  private static final InetAddress IPV6 = InetAddress.ofLiteral("2001:2:0:1::7");

  /** As {@code dig www.example A} sends it, without its EDNS record. */
  @Test
  void questionIsThatOfOtherPrograms() {
    assertThat(DnsMessage.question(0x1234, "www.example", DnsRecord.A))
        .isEqualTo(
            HexFormat.of()
                .parseHex("123401000001000000000000" + "03777777076578616d706c6500" + "00010001"));
  }

  @Test
  void questionIsReadAsItWasWritten() {
    byte[] question = DnsMessage.question(7, "a.b.example", DnsRecord.HTTPS);
    assertThat(DnsMessage.readQuestion(ByteBuffer.wrap(question)))
        .isEqualTo(new DnsMessage.Question(7, "a.b.example", DnsRecord.HTTPS));
  }

  @Test
  void everyAddressOfAnAnswerIsRead() {
    Zone zone = new Zone();
    zone.alias("www.example", "edge.invalid");
    zone.put("edge.invalid", IPV4, IPV6, InetAddress.ofLiteral("198.18.0.8"));
    assertThat(addresses(zone, "www.example", DnsRecord.A))
        .containsExactly(IPV4, InetAddress.ofLiteral("198.18.0.8"));
    assertThat(addresses(zone, "www.example", DnsRecord.AAAA)).containsExactly(IPV6);
    assertThat(addresses(zone, "none.example", DnsRecord.A)).isEmpty();
  }

  @Test
  void hintsAreAddresses() {
    Zone zone = new Zone();
    zone.put("www.example", List.of(new DnsRecord.Hints(List.of(IPV4, IPV6))));
    assertThat(addresses(zone, "www.example", DnsRecord.HTTPS)).containsExactly(IPV4, IPV6);
  }

  @Test
  void answerCutShortIsRefused() {
    byte[] answer =
        DnsMessage.answer(
            new DnsMessage.Question(1, "www.example", DnsRecord.A),
            List.of(new DnsMessage.Owned("www.example", new DnsRecord.Host(IPV4))));
    for (int length = 0; length < answer.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(answer, length));
      assertThatThrownBy(() -> DnsMessage.readAddresses(cut)).isNotNull();
    }
  }

  private static List<InetAddress> addresses(Zone zone, String name, int type) {
    byte[] answer =
        DnsMessage.answer(new DnsMessage.Question(1, name, type), zone.find(name, type));
    return DnsMessage.readAddresses(ByteBuffer.wrap(answer));
  }
}
