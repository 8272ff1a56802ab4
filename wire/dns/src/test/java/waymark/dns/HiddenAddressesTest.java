package waymark.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static waymark.dns.Written.reply;

import org.junit.jupiter.api.Test;

/** Addresses that a client may find in a message, although the answer does not have them. */
class HiddenAddressesTest {
  private static final int A = 1;
  private static final int ZONE_TRANSFER = 252;
  private static final int SHORTENED = 0x8380;
  private static final int[] ADDRESS = {192, 0, 2, 1};

  private static Written asked() {
    return reply(1).question("a.example", A);
  }

  private static boolean mayHide(Written written) {
    byte[] message = written.bytes();
    Question question = new Question();
    assertThat(question.read(message, 0, message.length)).isEqualTo(Question.Kind.REPLY);
    Answer answer = new Answer();
    answer.read(question);
    return answer.mayHideAddresses();
  }

  private static Written many(Written reply, int number) {
    for (int i = 0; i < number; i++) {
      reply.a("a.example", 60, 198, 18, i >> 8, i & 0xff);
    }
    return reply;
  }

  @Test
  void anHonestAnswerHidesNothing() {
    assertThat(
            mayHide(
                asked()
                    .cname("a.example", 60, "b.example")
                    .a("b.example", 60, ADDRESS)
                    .record(1, "a.example", 46, 60, new byte[20])
                    .additional("ns.example", A, 60, ADDRESS)))
        .isFalse();
    assertThat(mayHide(many(asked(), Answer.MOST_ADDRESSES))).isFalse();
    assertThat(mayHide(asked())).isFalse();
  }

  @Test
  void addressesOfAnotherNameAreHidden() {
    assertThat(mayHide(asked().a("a.example", 60, ADDRESS).a("b.example", 60, ADDRESS))).isTrue();
  }

  @Test
  void addressesBehindTooLongAChainAreHidden() {
    Written reply = reply(1).question("n0.example", A);
    for (int i = 0; i < Chain.MOST_NAMES; i++) {
      reply.cname("n" + i + ".example", 60, "n" + (i + 1) + ".example");
    }
    assertThat(mayHide(reply.a("n" + Chain.MOST_NAMES + ".example", 60, ADDRESS))).isTrue();
  }

  @Test
  void moreRecordsThanAreReadAreHidden() {
    assertThat(mayHide(many(asked(), Records.MOST + 1))).isTrue();
  }

  @Test
  void moreHintsThanAreReadAreHidden() {
    int size = 4 * (Answer.MOST_ADDRESSES + 1);
    int[] hints = new int[4 + size];
    hints[1] = 4;
    hints[2] = size >> 8;
    hints[3] = size & 0xff;
    assertThat(mayHide(asked().https("a.example", 60, 1, "", hints))).isTrue();
  }

  /** Some resolvers follow pointers ahead, and look neither at the class nor at the whole type. */
  @Test
  void whatOtherParsersTakeForAnAddressIsHidden() {
    Written ahead = asked().count(1, 1).u16(0xc000 | 0x2b).u16(A).u16(1).u32(60).u16(4);
    assertThat(mayHide(ahead.raw(Written.bytes(ADDRESS)).name("a.example"))).isTrue();
    assertThat(mayHide(asked().record(1, "a.example", A, 3, 60, Written.bytes(ADDRESS)))).isTrue();
    assertThat(mayHide(asked().record(1, "a.example", 0x0101, 60, Written.bytes(ADDRESS))))
        .isTrue();
  }

  /** The client asks again by TCP. */
  @Test
  void whatTheServerHasLeftOutIsNotHidden() {
    Written reply = reply(true, 1, SHORTENED).question("a.example", A);
    assertThat(mayHide(reply.a("a.example", 60, ADDRESS).count(1, 7))).isFalse();
    assertThat(mayHide(asked().a("a.example", 60, ADDRESS).count(1, 7))).isTrue();
  }

  @Test
  void aZoneIsNoAnswerToAClient() {
    assertThat(mayHide(reply(1).question("example", ZONE_TRANSFER).a("b.example", 60, ADDRESS)))
        .isFalse();
  }
}
