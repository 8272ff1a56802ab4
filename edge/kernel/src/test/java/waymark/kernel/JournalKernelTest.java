package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.engine.Engine;
import waymark.journal.Outcome;
import waymark.journal.Row;
import waymark.journal.RowSink;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Address;
import waymark.policy.Client;
import waymark.policy.Link;
import waymark.policy.Network;
import waymark.policy.Policy;

/** What the journal says of a client's questions. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JournalKernelTest {
  private static final String CLIENT = "10.0.0.2";
  private static final Policy POLICY =
      Policies.policy(
          Policies.rule("video", Policies.VPN, "video.example"),
          Policies.rule("open", List.of(Policies.VPN, Link.DIRECT), "open.example"),
          Policies.scoped(
              Policies.rule("others", Policies.VPN, "guests.example"),
              List.of(),
              List.of(new Client.From(Network.parse("10.0.9.0/24")))),
          Policies.rule("near", Policies.VPN, "198.19.7.0/24"));

  @RegisterExtension
  private final TestRouter testRouter =
      new TestRouter(
          """
          host-record=edge.cdn.example,198.18.0.7
          cname=www.video.example,edge.cdn.example
          host-record=www.open.example,198.18.0.8
          host-record=www.guests.example,198.18.0.9
          host-record=www.other.example,198.19.0.9
          host-record=www.near.example,198.19.7.9
          """);

  private final TestNetwork testNetwork = testRouter.testNetwork();
  private final Kept kept = new Kept();

  private static final class Kept implements RowSink {
    final List<Row.Answer> rows = new CopyOnWriteArrayList<>();

    @Override
    public boolean isOn() {
      return true;
    }

    @Override
    public void record(Row row) {
      rows.add((Row.Answer) row);
    }
  }

  private Row.Answer askFor(String name) {
    kept.rows.clear();
    testNetwork.run("client", "dig +tries=1 +timeout=1 @" + TestRouter.DNS + " " + name + " || :");
    Eventually.holds("a row of " + name, () -> !kept.rows.isEmpty());
    assertThat(kept.rows).hasSize(1);
    return kept.rows.getFirst();
  }

  private static String sentence(Row.Answer row) {
    return "%s %s %s by %s to %s: %s"
        .formatted(
            row.client(), row.names(), row.addresses(), row.rule(), row.link(), row.outcome());
  }

  @EveryPlane
  void anAnswerHasARowWithWhatWasDecided(PlaneKind plane) {
    testRouter.start(POLICY, CaptureSettings.DEFAULT, plane, kept);
    Row.Answer first = askFor("www.video.example");
    assertThat(sentence(first))
        .isEqualTo(
            CLIENT + " [www.video.example, edge.cdn.example] [198.18.0.7] by video to vpn: HELD");
    assertThat(first.heldMicros()).isPositive();
    Row.Answer again = askFor("www.video.example");
    assertThat(again.outcome()).isEqualTo(Outcome.PASSED);
    assertThat(again.heldMicros()).isZero();
    assertThat(sentence(askFor("www.other.example")))
        .isEqualTo(CLIENT + " [www.other.example] [198.19.0.9] by default to direct: PASSED");
    assertThat(sentence(askFor("www.near.example")))
        .isEqualTo(CLIENT + " [www.near.example] [198.19.7.9] by near to vpn: PASSED");
    // The rule is for other clients.
    assertThat(sentence(askFor("www.guests.example")))
        .startsWith(CLIENT + " [www.guests.example] [198.18.0.9] by default to direct: ");
    assertThat(sentence(askFor("nothing.video.example")))
        .isEqualTo(CLIENT + " [nothing.video.example] [] by  to : FAILED");
  }

  @Test
  void anAnswerThatCannotBeInForceInTimeSaysSo() {
    testRouter.start(POLICY, CaptureSettings.DEFAULT, PlaneKind.NFTABLES, kept);
    testRouter.host().ask(JournalKernelTest::pause).join();
    Row.Answer closed = askFor("www.video.example");
    assertThat(closed.outcome()).isEqualTo(Outcome.DROPPED);
    assertThat(closed.rule()).isEqualTo("video");
    assertThat(closed.heldMicros())
        .isGreaterThanOrEqualTo(CaptureSettings.DEFAULT.maxHold().toNanos() / 1_000);
    assertThat(askFor("www.open.example").outcome()).isEqualTo(Outcome.LATE);
    testRouter
        .host()
        .ask(
            engine -> {
              engine.resume();
              return engine.commit();
            })
        .join();
  }

  private static Engine pause(Engine engine) {
    engine.pause();
    return engine;
  }

  @Test
  void whatIsObservedHasARowToo() {
    testRouter.start(
        POLICY,
        new CaptureSettings(
            CaptureSettings.Mode.OBSERVE,
            CaptureSettings.DEFAULT.maxHold(),
            CaptureSettings.DEFAULT.group(),
            CaptureSettings.DEFAULT.queue()),
        PlaneKind.NFTABLES,
        kept);
    Row.Answer row = askFor("www.video.example");
    assertThat(row.outcome()).isEqualTo(Outcome.OBSERVED);
    assertThat(row.addresses()).containsExactly(Address.parse("198.18.0.7"));
  }

  @Test
  void withALinkThatIsDownTheRowSaysThatTrafficIsRefused() {
    testRouter.start(POLICY, CaptureSettings.DEFAULT, PlaneKind.NFTABLES, kept);
    testRouter.host().judge(Map.of("vpn", "no answer"), Map.of());
    Eventually.holds("vpn is down", () -> !testRouter.report().links().get("vpn").up());
    assertThat(askFor("www.video.example").link()).isEqualTo("block");
    assertThat(askFor("www.open.example").link()).isEqualTo("direct");
  }
}
