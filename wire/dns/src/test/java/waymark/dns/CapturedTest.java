package waymark.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CapturedTest {
  private final IpPacket packet = new IpPacket();
  private final Question question = new Question();
  private final Answer answer = new Answer();
  private final QuestionHash hash = new QuestionHash(1, 2);

  @Test
  void chainOfNamesLeadsToAnAddress() {
    assertThat(heard("dnsmasq-a-reply"))
        .isEqualTo("www.shop.example edge.cdn.example node7.cdn.example | 203.0.113.5/60");
    assertThat(heard("dnsmasq-aaaa-reply"))
        .isEqualTo("www.shop.example edge.cdn.example node7.cdn.example | 2001:db8:1:0:0:0:0:5/60");
  }

  @Test
  void severalAddressesAreAllTaken() {
    assertThat(heard("unbound-a-reply")).isEqualTo("two.example | 203.0.113.21/90 203.0.113.20/90");
  }

  @Test
  void hintsAreAddresses() {
    assertThat(heard("dnsmasq-https-reply"))
        .isEqualTo("svc.example | 203.0.113.7/60 203.0.113.8/60 2001:db8:1:0:0:0:0:7/60");
    assertThat(heard("unbound-https-reply"))
        .isEqualTo("svc.example | 203.0.113.7/120 203.0.113.8/120 2001:db8:1:0:0:0:0:7/120");
  }

  @Test
  void refusalSaysNothing() {
    assertThat(heard("dnsmasq-refused-reply")).isEqualTo("FAILURE");
  }

  @Test
  void truncatedReplyCountsAsFarAsItGoes() {
    assertThat(heard("dnsmasq-truncated-reply")).startsWith("many.example | ").endsWith(" cut");
    assertThat(answer.size()).isEqualTo(30);
  }

  @Test
  void segmentsCarryMessages() {
    assertThat(heardOverTcp("dnsmasq-tcp-reply"))
        .isEqualTo("www.shop.example edge.cdn.example node7.cdn.example | 203.0.113.5/60");
    assertThat(heardOverTcp("dnsmasq-tcp-many-reply")).startsWith("many.example | 198.51.100.");
    assertThat(answer.size()).isEqualTo(120);
  }

  @Test
  void replyHasTheNumberOfItsQuery() {
    assertThat(number("dnsmasq-a-query")).isEqualTo(number("dnsmasq-a-reply"));
    assertThat(number("dnsmasq-aaaa-query")).isEqualTo(number("dnsmasq-aaaa-reply"));
    assertThat(number("dnsmasq-aaaa-query")).isNotEqualTo(number("dnsmasq-a-reply"));
  }

  @Test
  void questionTellsWhatWasAsked() {
    number("dnsmasq-aaaa-query");
    assertThat(question.name()).isEqualTo("www.shop.example");
    assertThat(question.id()).isEqualTo(31996);
    assertThat(question.type()).isEqualTo(28);
    assertThat(question.isReply()).isFalse();
    assertThat(packet.sourcePort()).isEqualTo(43411);
    assertThat(packet.destinationPort()).isEqualTo(53);
  }

  private long number(String name) {
    byte[] bytes = Captured.packet(name);
    assertThat(packet.read(bytes, 0, bytes.length)).isEqualTo(IpPacket.Kind.UDP);
    question.read(bytes, packet.payloadOffset(), packet.payloadLength());
    return hash.of(packet, question);
  }

  private String heard(String name) {
    number(name);
    assertThat(question.isReply()).isTrue();
    Answer.Kind kind = answer.read(question);
    return kind == Answer.Kind.ADDRESSES ? Heard.of(answer) : kind.toString();
  }

  private String heardOverTcp(String name) {
    byte[] bytes = Captured.packet(name);
    assertThat(packet.read(bytes, 0, bytes.length)).isEqualTo(IpPacket.Kind.TCP);
    TcpStreams streams = new TcpStreams();
    streams.accept(packet, 0);
    assertThat(streams.next()).isTrue();
    question.read(streams.bytes(), streams.offset(), streams.length());
    answer.read(question);
    assertThat(streams.next()).isFalse();
    assertThat(streams.size()).isZero();
    return Heard.of(answer);
  }
}
