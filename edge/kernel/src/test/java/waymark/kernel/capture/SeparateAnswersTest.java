package waymark.kernel.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import waymark.engine.Change;
import waymark.engine.Connections;
import waymark.engine.Engine;
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
import waymark.policy.Policy;

/** An alias in one answer, and the address that it leads to in another. */
class SeparateAnswersTest {
  private static final End CLIENT = End.of("10.0.0.2", 40_000);
  private static final End SERVER = End.of("10.1.0.1", 53);
  private static final int CNAME = 5;
  private static final int SRV = 33;
  private static final long SECOND = 1_000_000_000L;

  private static final Plane NO_KERNEL =
      new Plane() {
        @Override
        public void install(Policy policy, Supplier<Map<Address, Decision>> hosts) {}

        @Override
        public void apply(List<Change> changes) {}
      };

  private final Engine engine =
      new Engine(
          Policies.policy(Policies.rule("closed", Policies.VPN, "closed.example")),
          Limits.DEFAULT,
          NO_KERNEL,
          events -> {},
          Connections.NONE,
          _ -> {},
          InstantSource.fixed(Instant.EPOCH),
          Threads.ONE);
  private final DnsIntake intake = new DnsIntake(engine, 1, 2);
  private long now = SECOND;

  private Kind read(byte[] query, byte[] answer) {
    byte[] question = Packets.udp(CLIENT, SERVER, query);
    intake.read(question, 0, question.length, now);
    byte[] packet = Packets.udp(SERVER, CLIENT, answer);
    return intake.read(packet, 0, packet.length, now).kind();
  }

  /** The answer has one record of the question's name, whose content is a name at its end. */
  private Kind lead(int type, String name, int[] before, String target) {
    byte[] query = TestClient.query(7, name, type);
    ByteBuffer content = ByteBuffer.allocate(300);
    for (int value : before) {
      content.put((byte) value);
    }
    for (String label : target.split("\\.", -1)) {
      content.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
    }
    content.put((byte) 0).flip();
    ByteBuffer answer = ByteBuffer.allocate(query.length + 12 + content.limit());
    answer.put(query).putShort(2, (short) 0x8180).putShort(6, (short) 1);
    answer.putShort((short) 0xc00c).putShort((short) type).putShort((short) 1).putInt(600);
    answer.putShort((short) content.limit()).put(content);
    return read(query, answer.array());
  }

  private Kind alias(String name, String target) {
    return lead(CNAME, name, new int[0], target);
  }

  private Kind address(String name, String address) {
    byte[] query = TestClient.query(7, name, TestClient.A);
    return read(query, TestClient.answer(query, InetAddress.ofLiteral(address)));
  }

  private List<Address> addresses(String name) {
    return engine.knowledge().addresses(name);
  }

  @Test
  void theChainCounts() {
    assertThat(alias("www.closed.example", "edge.cdn.example")).isEqualTo(Kind.NOTHING);
    assertThat(address("edge.cdn.example", "198.18.0.1")).isEqualTo(Kind.COMMIT);
    assertThat(addresses("www.closed.example")).containsExactly(Address.parse("198.18.0.1"));
  }

  @Test
  void theChainCountsOverSeveralAnswers() {
    alias("www.closed.example", "a.example");
    alias("a.example", "b.example");
    alias("b.example", "c.example");
    assertThat(address("c.example", "198.18.0.1")).isEqualTo(Kind.COMMIT);
    assertThat(addresses("www.closed.example")).containsExactly(Address.parse("198.18.0.1"));
  }

  @Test
  void targetsOfServicesCountForTheOwner() {
    assertThat(
            lead(
                SRV, "_sip._tcp.closed.example", new int[] {0, 1, 0, 1, 0x13, 0xc4}, "pbx.example"))
        .isEqualTo(Kind.NOTHING);
    assertThat(address("pbx.example", "198.18.0.2")).isEqualTo(Kind.COMMIT);
  }

  @Test
  void aliasesThatNoRuleMatchesAreNotRemembered() {
    alias("www.other.example", "edge.cdn.example");
    assertThat(address("edge.cdn.example", "198.18.0.1")).isEqualTo(Kind.NOTHING);
  }

  @Test
  void anAliasIsForgottenAfterItsTtl() {
    alias("www.closed.example", "edge.cdn.example");
    now += 601 * SECOND;
    assertThat(address("edge.cdn.example", "198.18.0.1")).isEqualTo(Kind.NOTHING);
  }

  /** The last alias makes seventeen names: it does not pass, so nobody asks for its target. */
  @Test
  void aChainThatIsTooLongDoesNotPass() {
    String name = "www.closed.example";
    for (int i = 1; i < 16; i++) {
      assertThat(alias(name, i + ".cdn.example")).isEqualTo(Kind.NOTHING);
      name = i + ".cdn.example";
    }
    assertThat(alias(name, "last.cdn.example")).isEqualTo(Kind.DOUBTFUL);
    assertThat(intake.doubtful()).isEqualTo(1);
    assertThat(address(name, "198.18.0.1")).isEqualTo(Kind.COMMIT);
    assertThat(address("last.cdn.example", "198.18.0.2")).isEqualTo(Kind.NOTHING);
  }

  @Test
  void aLoopOfAliasesEnds() {
    alias("www.closed.example", "a.example");
    alias("a.example", "www.closed.example");
    for (int i = 0; i < 40; i++) {
      alias("www.closed.example", "a.example");
      alias("a.example", "www.closed.example");
    }
    assertThat(address("a.example", "198.18.0.1")).isEqualTo(Kind.COMMIT);
  }

  @Test
  void anAnswerThatChangesTheCaseOfTheQuestionCounts() {
    byte[] query = TestClient.query(7, "H2.Closed.Example", TestClient.A);
    byte[] lower = TestClient.query(7, "H2.Closed.Example".toLowerCase(Locale.ROOT), TestClient.A);
    byte[] answer = TestClient.answer(lower, InetAddress.ofLiteral("198.18.0.1"));
    assertThat(read(query, answer)).isEqualTo(Kind.COMMIT);
    assertThat(intake.unasked()).isZero();
  }
}
