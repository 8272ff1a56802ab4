package waymark.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static waymark.dns.Written.reply;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AnswerTest {
  private static final int A = 1;
  private static final int HTTPS = 65;

  @Test
  void namesAreLowerCaseAndCompareInAnyCase() {
    assertThat(
            Heard.of(
                reply(false, 1, 0x8180)
                    .question("WwW.Example", A)
                    .cname("www.example", 50, "Edge.Example")
                    .a("EDGE.example", 70, 192, 0, 2, 1)
                    .bytes()))
        .isEqualTo("www.example edge.example | 192.0.2.1/50");
  }

  /** No rule can match such a name, so it is never shown, and the chain goes on behind it. */
  @Test
  void aNameThatATerminalWouldObeyHasNoText() {
    for (String name :
        new String[] {"\u001b[2J.example", "a\nb.example", "\u00e2\u0080\u00aegpj.example"}) {
      assertThat(
              Heard.of(
                  reply(1)
                      .question("a.example", A)
                      .cname("a.example", 60, name)
                      .cname(name, 60, "b.example")
                      .a("b.example", 70, 192, 0, 2, 1)
                      .bytes()))
          .isEqualTo("a.example b.example | 192.0.2.1/60");
    }
  }

  @Test
  void chainIsFollowedInAnyOrder() {
    assertThat(
            Heard.of(
                reply(1)
                    .question("a.example", A)
                    .a("c.example", 70, 192, 0, 2, 1)
                    .cname("b.example", 50, "c.example")
                    .cname("a.example", 60, "b.example")
                    .bytes()))
        .isEqualTo("a.example b.example c.example | 192.0.2.1/50");
  }

  @Test
  void loopOfNamesEnds() {
    assertThat(
            Heard.of(
                reply(1)
                    .question("a.example", A)
                    .cname("a.example", 50, "b.example")
                    .cname("b.example", 60, "a.example")
                    .a("b.example", 70, 192, 0, 2, 1)
                    .bytes()))
        .isEqualTo("a.example b.example | 192.0.2.1/50");
  }

  @Test
  void chainHasABound() {
    Written reply = reply(1).question("n0.example", A);
    for (int i = 0; i < 40; i++) {
      reply.cname("n" + i + ".example", 60, "n" + (i + 1) + ".example");
    }
    String heard =
        Heard.of(reply.a("n15.example", 9, 192, 0, 2, 1).a("n40.example", 9, 192, 0, 2, 2).bytes());
    assertThat(heard).endsWith("n14.example n15.example | 192.0.2.1/9");
  }

  @Test
  void recordsOfOtherNamesAndClassesDoNotCount() {
    assertThat(
            Heard.of(
                reply(1)
                    .question("a.example", A)
                    .a("b.example", 70, 192, 0, 2, 1)
                    .record(1, "a.example", A, 3, 60, Written.bytes(192, 0, 2, 3))
                    .a("a.example", 70, 192, 0, 2, 2)
                    .authority("a.example", A, 70, 192, 0, 2, 4)
                    .additional("a.example", A, 70, 192, 0, 2, 5)
                    .bytes()))
        .isEqualTo("a.example | 192.0.2.2/70");
  }

  @Test
  void addressIsLedToOnlyByTheNamesBeforeItsOwner() {
    assertThat(
            Heard.of(
                reply(1)
                    .question("mine.example", A)
                    .cname("mine.example", 60, "yours.example")
                    .a("mine.example", 70, 192, 0, 2, 66)
                    .bytes()))
        .isEqualTo("mine.example yours.example | 192.0.2.66/70@1");
  }

  @Test
  void timeToLiveWithTheTopBitIsZero() {
    assertThat(
            Heard.of(
                reply(1).question("a.example", A).a("a.example", 0x8000_0000L, 1, 2, 3, 4).bytes()))
        .isEqualTo("a.example | 1.2.3.4/0");
  }

  @Test
  void nameThatNoRuleCanMatchIsLeftOutButFollowed() {
    assertThat(
            Heard.of(
                reply(1)
                    .question("a.example", A)
                    .cname("a.example", 60, "b\0d.example")
                    .a("b\0d.example", 70, 192, 0, 2, 2)
                    .bytes()))
        .isEqualTo("a.example | 192.0.2.2/60");
    assertThat(
            Heard.of(reply(1).question("a b.example", A).a("a b.example", 9, 1, 2, 3, 4).bytes()))
        .isEqualTo(" | ");
    assertThat(Heard.of(reply(1).question("", A).a("", 9, 1, 2, 3, 4).bytes())).isEqualTo(" | ");
  }

  @Test
  void dotInsideALabelIsNoBoundary() {
    byte[] message = reply(1).question("a_b.example", A).a("a_b.example", 9, 1, 2, 3, 4).bytes();
    message[14] = '.';
    assertThat(Heard.of(message)).isEqualTo(" | ");
  }

  @Test
  void aliasOfAServiceCarriesTheChainOn() {
    assertThat(
            Heard.of(
                reply(1)
                    .question("a.example", HTTPS)
                    .https("a.example", 60, 0, "pool.example", 0, 4, 0, 4, 6, 6, 6, 6)
                    .additional("pool.example", A, 30, 192, 0, 2, 7)
                    .additional("else.example", A, 30, 192, 0, 2, 8)
                    .bytes()))
        .isEqualTo("a.example pool.example | 192.0.2.7/30");
  }

  @Test
  void targetOfAServiceLeadsToAddressesButIsNoName() {
    assertThat(
            Heard.of(
                reply(1)
                    .question("a.example", HTTPS)
                    .https("a.example", 60, 1, "victim.example", 0, 4, 0, 4, 6, 6, 6, 6)
                    .authority("example", 2, 60, 1, 'x', 0)
                    .additional("victim.example", A, 30, 192, 0, 2, 7)
                    .bytes()))
        .isEqualTo("a.example | 6.6.6.6/60 192.0.2.7/30 victim.example/60@1");
  }

  @Test
  void hintsOfABrokenServiceDoNotCount() {
    // key 4 after key 6; a hint of five bytes; a length beyond the record
    for (int[] parameters :
        new int[][] {
          {0, 4, 0, 4, 9, 9, 9, 9, 0, 3, 0, 2, 1, 1},
          {0, 4, 0, 5, 9, 9, 9, 9, 9},
          {0, 4, 0, 8, 9, 9, 9, 9},
          {0, 4, 0, 0},
          {0, 6, 0, 4, 9, 9, 9, 9},
          {0, 4, 0}
        }) {
      assertThat(
              Heard.of(
                  reply(1)
                      .question("a.example", HTTPS)
                      .https("a.example", 60, 1, "", parameters)
                      .bytes()))
          .as(Arrays.toString(parameters))
          .isEqualTo("a.example | ");
    }
  }

  @Test
  void whatIsWholeCounts() {
    byte[] message =
        reply(1)
            .question("a.example", A)
            .a("a.example", 70, 192, 0, 2, 1)
            .a("a.example", 70, 192, 0, 2, 2)
            .bytes();
    assertThat(Heard.of(Arrays.copyOf(message, message.length - 1)))
        .isEqualTo("a.example | 192.0.2.1/70 cut");
    assertThat(Heard.of(reply(1).question("a.example", A).count(1, 3).bytes()))
        .isEqualTo("a.example |  cut");
  }

  @Test
  void recordOfAWrongSizeIsPassedOver() {
    assertThat(
            Heard.of(
                reply(1)
                    .question("a.example", A)
                    .a("a.example", 70, 192, 0, 2)
                    .aaaa("a.example", 70, 192, 0, 2, 1)
                    .a("a.example", 70, 192, 0, 2, 2)
                    .bytes()))
        .isEqualTo("a.example | 192.0.2.2/70");
  }

  @Test
  void pointersLeadBackOrNowhere() {
    // an owner that points to itself, one that points forward, and a pair that would go round
    for (int[] owner : new int[][] {{0xc0, 27}, {0xc0, 60}, {1, 'x', 0xc0, 27}, {0xff, 0xff}}) {
      byte[] message =
          reply(1)
              .question("a.example", A)
              .raw(Written.bytes(owner))
              .raw(Written.bytes(0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 6, 6, 6, 6))
              .a("a.example", 70, 192, 0, 2, 2)
              .count(1, 1)
              .bytes();
      assertThat(Heard.of(message)).isEqualTo("a.example | 192.0.2.2/70");
    }
  }

  @Test
  void onlyAnswersToOneQuestionCount() {
    assertThat(Heard.of(reply(1).a("a.example", 9, 1, 2, 3, 4).bytes())).isEqualTo("NOT_DNS");
    assertThat(
            Heard.of(
                reply(1)
                    .question("a.example", A)
                    .question("a.example", A)
                    .a("a.example", 9, 1, 2, 3, 4)
                    .bytes()))
        .isEqualTo("NOT_DNS");
    assertThat(Heard.of(reply(true, 1, 0x8183).question("a.example", A).bytes()))
        .isEqualTo("FAILURE");
    assertThat(Heard.of(reply(true, 1, 0xa180).question("a.example", A).bytes()))
        .isEqualTo("NOT_DNS");
    assertThat(Heard.of(Written.query(1).question("a.example", A).bytes())).isEqualTo("QUERY");
  }

  @Test
  void answerWithoutAddressesIsEmpty() {
    assertThat(
            Heard.of(
                reply(1)
                    .question("a.example", A)
                    .authority("a.example", A, 70, 192, 0, 2, 4)
                    .bytes()))
        .isEqualTo("EMPTY");
    assertThat(
            Heard.of(
                reply(1)
                    .question("a.example", 16)
                    .record(1, "a.example", 16, 9, new byte[4])
                    .bytes()))
        .isEqualTo("EMPTY");
  }

  @Test
  void aChainWithoutAddressesIsOne() {
    assertThat(
            Heard.of(
                reply(1)
                    .question("a.example", A)
                    .cname("a.example", 60, "b.example")
                    .cname("b.example", 30, "C.example")
                    .bytes()))
        .isEqualTo("ALIASES a.example b.example c.example/30");
  }

  @Test
  void targetsOfSrvRecordsLeadToAddresses() {
    byte[] target = Written.bytes(0, 10, 0, 5, 0x13, 0xc4, 4, 'H', 'o', 's', 't', 1, 'x', 0);
    assertThat(
            Heard.of(
                reply(1)
                    .question("_sip._tcp.a.example", 33)
                    .record(1, "_sip._tcp.a.example", 33, 60, target)
                    .record(1, "_sip._tcp.a.example", 33, 60, Written.bytes(0, 0, 0, 0, 0, 1, 0))
                    .record(1, "else.example", 33, 60, target)
                    .additional("host.x", A, 30, 192, 0, 2, 7)
                    .additional("else.example", A, 30, 192, 0, 2, 8)
                    .bytes()))
        .isEqualTo("_sip._tcp.a.example | 192.0.2.7/30 host.x/60@1");
  }

  @Test
  void tooManyAddressesAreCut() {
    Written reply = reply(1).question("a.example", A);
    for (int i = 0; i < 3_000; i++) {
      reply.a("a.example", 60, 10, 0, i >> 8, i);
    }
    assertThat(Heard.of(reply.bytes())).contains(" 10.0.3.255/60 cut").doesNotContain("10.0.4.0");
  }
}
