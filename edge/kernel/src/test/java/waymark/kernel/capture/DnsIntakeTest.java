package waymark.kernel.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import waymark.engine.Change;
import waymark.engine.Connections;
import waymark.engine.Engine;
import waymark.engine.Learned;
import waymark.engine.Limits;
import waymark.engine.Plane;
import waymark.engine.Threads;
import waymark.kernel.capture.Need.Kind;
import waymark.kernel.fixture.Packets;
import waymark.kernel.fixture.Packets.End;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Link;
import waymark.policy.Policy;

class DnsIntakeTest {
  private static final End CLIENT = End.of("10.0.0.2", 40_000);
  private static final End SERVER = End.of("10.1.0.1", 53);
  private static final End CLIENT6 = End.of("fd00::2", 40_000);
  private static final End SERVER6 = End.of("fd00:1::1", 53);

  private final Memory kernel = new Memory();
  private final Engine engine = engine(Limits.DEFAULT);
  private DnsIntake intake = new DnsIntake(engine, 1, 2);

  private static final class Memory implements Plane {
    final List<Address> carried = new ArrayList<>();
    Runnable afterAsking = () -> {};

    @Override
    public void install(Policy policy, Supplier<Map<Address, Decision>> hosts) {
      hosts.get();
      afterAsking.run();
    }

    @Override
    public void apply(List<Change> changes) {
      changes.forEach(change -> carried.add(change.address()));
    }
  }

  private Engine engine(Limits limits) {
    Engine made =
        new Engine(
            Policies.policy(
                Policies.rule("closed", Policies.VPN, "closed.example"),
                Policies.rule("open", List.of(Policies.VPN, Link.DIRECT), "open.example")),
            limits,
            kernel,
            events -> {},
            Connections.NONE,
            _ -> {},
            InstantSource.fixed(Instant.EPOCH),
            Threads.ONE);
    made.install();
    return made;
  }

  private Need last = Need.NOTHING;

  private Kind read(byte[] packet) {
    last = intake.read(packet, 0, packet.length, 1_000_000);
    return last.kind();
  }

  private static byte[] answer(byte[] query, String address) {
    return TestClient.answer(query, InetAddress.ofLiteral(address));
  }

  /** The question and its answer by UDP. */
  private Kind learn(String name, String address) {
    byte[] query =
        TestClient.query(7, name, address.contains(":") ? TestClient.AAAA : TestClient.A);
    assertThat(read(Packets.udp(CLIENT, SERVER, query))).isEqualTo(Kind.NOTHING);
    return read(Packets.udp(SERVER, CLIENT, answer(query, address)));
  }

  private List<String> carried() {
    engine.commit();
    return kernel.carried.stream().map(Address::toString).toList();
  }

  @Test
  void anAnswerNeedsTheNextCommitOnce() {
    assertThat(learn("a.closed.example", "198.18.0.1")).isEqualTo(Kind.COMMIT);
    assertThat(last.mayFailOpen()).isFalse();
    // Another answer of the same address waits for the same commit.
    assertThat(learn("b.closed.example", "198.18.0.1")).isEqualTo(Kind.COMMIT);
    assertThat(carried()).containsExactly("198.18.0.1");
    assertThat(learn("a.closed.example", "198.18.0.1")).isEqualTo(Kind.NOTHING);
    assertThat(intake.queries()).isEqualTo(3);
    assertThat(intake.answers()).isEqualTo(3);
    assertThat(intake.unasked()).isZero();
    assertThat(intake.broken()).isZero();
  }

  @Test
  void namesThatNoRuleConcernsNeedNothing() {
    assertThat(learn("other.example", "198.18.0.1")).isEqualTo(Kind.NOTHING);
    assertThat(carried()).isEmpty();
  }

  @Test
  void onlyRulesThatEndInDirectMayFailOpen() {
    assertThat(learn("a.open.example", "198.18.0.1")).isEqualTo(Kind.COMMIT);
    assertThat(last.mayFailOpen()).isTrue();
    assertThat(learn("a.closed.example", "198.18.0.1")).isEqualTo(Kind.COMMIT);
    assertThat(last.mayFailOpen()).isFalse();
    // The next packet is judged by itself.
    assertThat(learn("other.example", "198.18.0.1")).isEqualTo(Kind.NOTHING);
    assertThat(last.mayFailOpen()).isTrue();
  }

  @Test
  void ipv6IsTheSame() {
    byte[] query = TestClient.query(9, "a.closed.example", TestClient.AAAA);
    read(Packets.udp(CLIENT6, SERVER6, query));
    assertThat(read(Packets.udp(SERVER6, CLIENT6, answer(query, "2001:2::1"))))
        .isEqualTo(Kind.COMMIT);
    assertThat(carried()).containsExactly("2001:2::1");
  }

  @Test
  void messagesInStreamsAreTheSame() {
    byte[] query = TestClient.query(9, "a.closed.example", TestClient.A);
    read(Packets.tcp(CLIENT, SERVER, 100, query));
    assertThat(read(Packets.tcp(SERVER, CLIENT, 500, answer(query, "198.18.0.1"))))
        .isEqualTo(Kind.COMMIT);
    assertThat(carried()).containsExactly("198.18.0.1");
  }

  /** A server repeats the end of its answer after a few milliseconds (RFC 8985). */
  @Test
  void aSegmentThatIsRepeatedMeanwhileWaitsForTheSameCommit() {
    byte[] query = TestClient.query(9, "a.closed.example", TestClient.A);
    read(Packets.tcp(CLIENT, SERVER, 100, query));
    byte[] answer = Packets.tcp(SERVER, CLIENT, 500, answer(query, "198.18.0.1"));
    assertThat(read(answer)).isEqualTo(Kind.COMMIT);
    assertThat(read(answer)).isEqualTo(Kind.COMMIT);
    assertThat(last.mayFailOpen()).isFalse();
    assertThat(carried()).containsExactly("198.18.0.1");
    assertThat(read(answer)).isEqualTo(Kind.NOTHING);
  }

  @Test
  void theEndOfADroppedAnswerIsJudgedAgainWhenItIsRepeated() {
    byte[] query = TestClient.query(9, "a.closed.example", TestClient.A);
    read(Packets.tcp(CLIENT, SERVER, 100, query));
    byte[] stream = Packets.prefixed(answer(query, "198.18.0.1"));
    byte[] start = Packets.segment(SERVER, CLIENT, 500, Arrays.copyOf(stream, 30));
    byte[] end =
        Packets.segment(SERVER, CLIENT, 530, Arrays.copyOfRange(stream, 30, stream.length));
    assertThat(read(start)).isEqualTo(Kind.NOTHING);
    assertThat(read(end)).isEqualTo(Kind.COMMIT);
    intake.expectAgain(last.question());
    assertThat(read(end)).isEqualTo(Kind.COMMIT);
    assertThat(last.mayFailOpen()).isFalse();
    intake.expectAgain(last.question());
    assertThat(carried()).containsExactly("198.18.0.1");
    assertThat(read(end)).isEqualTo(Kind.NOTHING);
  }

  @Test
  void ofADroppedSegmentTheAnswerThatNeededSomethingIsExpectedAgain() {
    byte[] first = TestClient.query(9, "a.closed.example", TestClient.A);
    byte[] second = TestClient.query(10, "other.example", TestClient.A);
    read(Packets.tcp(CLIENT, SERVER, 100, first));
    read(Packets.tcp(CLIENT, SERVER, 200, second));
    byte[] answers =
        Packets.segment(
            SERVER,
            CLIENT,
            500,
            joined(
                Packets.prefixed(answer(first, "198.18.0.1")),
                Packets.prefixed(answer(second, "198.18.0.2"))));
    assertThat(read(answers)).isEqualTo(Kind.COMMIT);
    intake.expectAgain(last.question());
    assertThat(read(answers)).isEqualTo(Kind.COMMIT);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  @Test
  void anAnswerCountsOnlyForWhatWasAskedAndOnlyOnce() {
    byte[] query = TestClient.query(9, "a.closed.example", TestClient.A);
    byte[] answer = answer(query, "198.18.0.1");
    List<byte[]> forged = new ArrayList<>();
    // nothing was asked yet
    forged.add(Packets.udp(SERVER, CLIENT, answer));
    assertThat(read(forged.getFirst())).isEqualTo(Kind.DOUBTFUL);
    read(Packets.udp(CLIENT, SERVER, query));
    byte[] otherId = answer.clone();
    otherId[1]++;
    byte[] otherName = answer.clone();
    otherName[13] = 'b';
    byte[] otherType = answer.clone();
    otherType[query.length - 3] = 28;
    for (byte[] packet :
        List.of(
            Packets.udp(SERVER, CLIENT, otherId),
            Packets.udp(SERVER, CLIENT, otherName),
            Packets.udp(SERVER, CLIENT, otherType),
            Packets.udp(SERVER, End.of("10.0.0.2", 40_001), answer),
            Packets.udp(SERVER, End.of("10.0.0.3", 40_000), answer),
            Packets.udp(End.of("10.1.0.2", 53), CLIENT, answer))) {
      assertThat(read(packet)).isEqualTo(Kind.DOUBTFUL);
      assertThat(last.mayFailOpen()).isFalse();
    }
    assertThat(read(Packets.tcp(SERVER, CLIENT, 1, answer))).isEqualTo(Kind.COMMIT);
    assertThat(carried()).isEmpty();
    assertThat(intake.unasked()).isEqualTo(8);
    assertThat(read(Packets.udp(SERVER, CLIENT, answer))).isEqualTo(Kind.COMMIT);
    assertThat(read(Packets.udp(SERVER, CLIENT, answer(query, "198.18.0.2"))))
        .isEqualTo(Kind.DOUBTFUL);
    assertThat(carried()).containsExactly("198.18.0.1");
    // A copy of the answer does no harm.
    assertThat(read(Packets.udp(SERVER, CLIENT, answer))).isEqualTo(Kind.NOTHING);
  }

  @Test
  void anUnaskedAnswerPassesIfNothingCanGoAstray() {
    for (String name : List.of("a.open.example", "other.example")) {
      byte[] query = TestClient.query(9, name, TestClient.A);
      assertThat(read(Packets.udp(SERVER, CLIENT, answer(query, "198.18.0.1"))))
          .isEqualTo(Kind.NOTHING);
    }
    byte[] query = TestClient.query(9, "a.closed.example", TestClient.A);
    assertThat(read(Packets.udp(SERVER, CLIENT, answer(query, "127.0.0.1"))))
        .isEqualTo(Kind.NOTHING);
    intake.trust(new TrustedServers(false, Set.of(), List.of()));
    assertThat(read(Packets.udp(SERVER, CLIENT, answer(query, "198.18.0.1"))))
        .isEqualTo(Kind.NOTHING);
    assertThat(carried()).isEmpty();
  }

  @Test
  void anAnswerThatMayHideAddressesIsDoubtfulAndABetterOneCounts() {
    byte[] query = TestClient.query(9, "a.closed.example", TestClient.A);
    byte[] answer = answer(query, "198.18.0.1");
    byte[] incomplete = answer.clone();
    incomplete[7] = 2;
    read(Packets.udp(CLIENT, SERVER, query));
    assertThat(read(Packets.udp(SERVER, CLIENT, incomplete))).isEqualTo(Kind.DOUBTFUL);
    assertThat(last.mayFailOpen()).isFalse();
    intake.expectAgain(last.question());
    assertThat(read(Packets.udp(SERVER, CLIENT, answer))).isEqualTo(Kind.COMMIT);
    byte[] open = TestClient.query(9, "a.open.example", TestClient.A);
    byte[] openAnswer = answer(open, "198.18.0.2");
    openAnswer[7] = 2;
    read(Packets.udp(CLIENT, SERVER, open));
    assertThat(read(Packets.udp(SERVER, CLIENT, openAnswer))).isEqualTo(Kind.COMMIT);
  }

  @Test
  void afterAStartAnAnswerNeedsNoQuestionForAWhile() {
    byte[] query = TestClient.query(9, "a.closed.example", TestClient.A);
    long now = System.nanoTime();
    intake.expectEarlierQuestions(now);
    long end = now + DnsIntake.LONGEST_QUESTION_NANOS;
    byte[] answer = Packets.udp(SERVER, CLIENT, answer(query, "198.18.0.1"));
    assertThat(intake.read(answer, 0, answer.length, end - 1).kind()).isEqualTo(Kind.COMMIT);
    byte[] late = Packets.udp(SERVER, CLIENT, answer(query, "198.18.0.2"));
    assertThat(intake.read(late, 0, late.length, end).kind()).isEqualTo(Kind.DOUBTFUL);
    assertThat(intake.unasked()).isEqualTo(1);
  }

  @Test
  void anAnswerOfAForgottenConnectionAlwaysNeedsItsQuestion() {
    intake.expectEarlierQuestions(0);
    byte[] query = TestClient.query(9, "a.closed.example", TestClient.A);
    byte[] answer = Packets.udp(SERVER, CLIENT, answer(query, "198.18.0.1"));
    assertThat(intake.read(answer, 0, answer.length, true, 1).kind()).isEqualTo(Kind.DOUBTFUL);
    read(Packets.udp(CLIENT, SERVER, query));
    assertThat(intake.read(answer, 0, answer.length, true, 1).kind()).isEqualTo(Kind.COMMIT);
    assertThat(intake.unasked()).isEqualTo(1);
  }

  @Test
  void afterAStartAnswersOfOtherServersNeedTheirQuestions() {
    intake.trust(new TrustedServers(false, Set.of(Address.parse("192.0.2.1")), List.of()));
    intake.expectEarlierQuestions(0);
    byte[] query = TestClient.query(9, "a.closed.example", TestClient.A);
    assertThat(read(Packets.udp(SERVER, CLIENT, answer(query, "198.18.0.1"))))
        .isEqualTo(Kind.NOTHING);
    assertThat(intake.unasked()).isEqualTo(1);
  }

  @Test
  void aNameThatOnlyTheNextPolicyMatchesIsLearnedWhileThatIsInstalled() {
    kernel.afterAsking =
        () -> assertThat(learn("new.example", "198.18.0.1")).isEqualTo(Kind.NOTHING);
    engine.replace(Policies.policy(Policies.rule("new", Policies.VPN, "new.example")));
    assertThat(carried()).containsExactly("198.18.0.1");
  }

  @Test
  void addressesThatAreNeverLearnedAreCounted() {
    engine.own(Set.of(Address.parse("198.18.0.99")), List.of());
    for (String address :
        List.of(
            "10.0.0.1", "127.0.0.1", "192.168.1.1", "100.64.0.1", "224.0.0.1", "fd00::1", "::1")) {
      assertThat(learn("a.closed.example", address)).isEqualTo(Kind.NOTHING);
    }
    assertThat(learn("a.closed.example", "198.18.0.99")).isEqualTo(Kind.NOTHING);
    assertThat(carried()).isEmpty();
    assertThat(engine.snapshot().sightings())
        .containsEntry(Learned.SPECIAL, 7L)
        .containsEntry(Learned.OWN, 1L);
  }

  @Test
  void anAnswerForWhichThereIsNoRoomSaysSo() {
    intake = new DnsIntake(engine(new Limits(1000, 64, 2, 2)), 1, 2);
    assertThat(learn("a.closed.example", "198.18.0.1")).isEqualTo(Kind.COMMIT);
    assertThat(learn("b.closed.example", "198.18.0.2")).isEqualTo(Kind.COMMIT);
    assertThat(learn("c.closed.example", "198.18.0.3")).isEqualTo(Kind.ROOM);
  }

  @Test
  void garbageIsCountedAndTeachesNothing() {
    Random random = new Random(3);
    byte[] query = TestClient.query(9, "a.closed.example", TestClient.A);
    byte[] packet = Packets.udp(SERVER, CLIENT, answer(query, "198.18.0.1"));
    for (int i = 0; i < 20_000; i++) {
      byte[] garbage = Arrays.copyOf(packet, random.nextInt(packet.length + 1));
      for (int flips = random.nextInt(4); flips > 0 && garbage.length > 0; flips--) {
        garbage[random.nextInt(garbage.length)] = (byte) random.nextInt();
      }
      assertThat(read(garbage)).isIn(Kind.NOTHING, Kind.DOUBTFUL);
    }
    assertThat(carried()).isEmpty();
    assertThat(intake.broken()).isPositive();
    assertThat(learn("a.closed.example", "198.18.0.1")).isEqualTo(Kind.COMMIT);
  }
}
