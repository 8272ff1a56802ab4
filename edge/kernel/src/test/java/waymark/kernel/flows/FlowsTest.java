package waymark.kernel.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.engine.Change;
import waymark.engine.Connections;
import waymark.engine.Engine;
import waymark.engine.Event;
import waymark.engine.Limits;
import waymark.engine.Plane;
import waymark.engine.Threads;
import waymark.engine.Transition;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Policies;
import waymark.kernel.links.LinkNumbering;
import waymark.kernel.model.Marks;
import waymark.kernel.model.PolicyImpact;
import waymark.kernel.model.ScanBudget;
import waymark.netlink.NetlinkException;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Link;
import waymark.policy.Policy;
import waymark.state.KeptMap;

/** Connections are ended whatever happens to a scan; without a kernel. */
class FlowsTest {
  private static final Address SITE = Address.parse("198.51.100.1");
  private static final Address OTHER = Address.parse("198.51.100.2");
  private static final Policy OLD =
      Policies.policy(Policies.rule("r", Link.DIRECT, "198.51.100.0/24"));
  private static final Policy NEW =
      Policies.policy(Policies.rule("r", Policies.VPN, "198.51.100.0/24"));
  private static final int DIRECT = 1;
  private static final int VPN = 2;
  private static final int ISP = 3;

  @TempDir private Path folder = Path.of("");

  private final FakeConnections connections = new FakeConnections();
  private final Queue<String> told = new ConcurrentLinkedQueue<>();
  private Flows flows = flows(Map.of());

  private final class Told implements FlowListener {
    @Override
    public void used(Set<Address> addresses) {
      told.add("used " + addresses);
    }

    @Override
    public void counted(Map<Integer, Integer> counts) {
      told.add("counted " + counts);
    }

    @Override
    public void destinations(Set<Address> addresses) {
      told.add("destinations " + addresses);
    }

    @Override
    public void ending(Set<Address> addresses) {
      told.add("ending " + addresses);
    }

    @Override
    public void ended(Event.Moved event) {
      told.add("ended " + event.connections() + " to " + event.address());
    }
  }

  private Flows flows(Map<String, String> numbers) {
    KeptMap kept = new KeptMap(folder.resolve("links.kept"));
    if (!numbers.isEmpty()) {
      kept.write(numbers);
    }
    LinkNumbering numbering = new LinkNumbering(kept, Marks.DEFAULT);
    return new Flows(ScanBudget.SOON, Marks.DEFAULT, numbering, new Told(), connections);
  }

  @BeforeEach
  void open() {
    flows = flows(Map.of("vpn", "2", "isp", "3"));
    connections.add(1, SITE, DIRECT);
    connections.add(2, SITE, VPN);
    connections.add(3, OTHER, DIRECT);
    connections.add(4, OTHER, ISP);
  }

  @AfterEach
  void close() {
    flows.close();
  }

  private static void refuse() {
    throw new NetlinkException("list", "flows", 105, "", -1);
  }

  private static Decision to(Link link) {
    return Decision.of(List.of(link));
  }

  private void assertLeft(Integer... ids) {
    Eventually.holds("left: " + List.of(ids), () -> connections.left().equals(List.of(ids)));
  }

  @Test
  void connectionsByAnotherLinkEnd() {
    flows.start();
    flows.move(SITE, to(Policies.VPN));
    flows.flush();
    assertLeft(2, 3, 4);
    Eventually.holds("it is told", () -> told.contains("ended 1 to " + SITE));
    assertThat(flows.ended()).isEqualTo(1);
  }

  @Test
  void aRefusedScanIsTriedAgainOnANewSocket() {
    connections.visitFaults.add(FlowsTest::refuse);
    connections.visitFaults.add(FlowsTest::refuse);
    flows.start();
    flows.end(VPN);
    flows.move(OTHER, to(Link.DIRECT));
    flows.flush();
    assertLeft(1, 3);
    assertThat(connections.opened).hasValue(3);
    assertThat(connections.closed).hasValue(2);
  }

  @Test
  void requestsWaitUntilConntrackCanBeOpened() {
    connections.openFaults.add(FlowsTest::refuse);
    flows.start();
    flows.end(VPN);
    flows.flush();
    assertLeft(1, 3, 4);
  }

  @Test
  void anErrorLosesNoRequestAndNoThread() {
    connections.visitFaults.add(
        () -> {
          throw new StackOverflowError("in a scan");
        });
    flows.start();
    flows.end(VPN);
    flows.flush();
    assertLeft(1, 3, 4);
    flows.end(ISP);
    flows.flush();
    assertLeft(1, 3);
  }

  @Test
  void aRequestThatFailsLeavesTheOthersServed() {
    flows.end(
        Policies.VPN,
        _ -> {
          throw new IllegalStateException("a bug");
        });
    flows.end(ISP);
    // A link without a number: what is decided for it cannot be compared with a mark.
    flows.move(OTHER, to(Policies.link("unknown", "up9", "10.9.0.1")));
    flows.move(SITE, to(Policies.VPN));
    flows.scan();
    flows.start();
    flows.flush();
    assertLeft(2, 3);
    Eventually.holds("it is told", () -> told.stream().anyMatch(line -> line.startsWith("used")));
    assertThat(connections.opened).hasValue(1);
  }

  @Test
  void reportsTellWhatIsThere() {
    flows.start();
    flows.scan();
    flows.count();
    flows.census();
    flows.flush();
    Eventually.holds("all is told", () -> told.size() == 3);
    assertThat(told)
        .anyMatch(line -> line.startsWith("used") && line.contains(SITE.toString()))
        .contains("counted {1=2, 2=1, 3=1}");
  }

  private static Transition transition(Policy before, Policy after) {
    Plane plane =
        new Plane() {
          @Override
          public void install(Policy policy, Supplier<Map<Address, Decision>> hosts) {}

          @Override
          public void apply(List<Change> changes) {}
        };
    Engine engine =
        new Engine(
            before,
            Limits.DEFAULT,
            plane,
            _ -> {},
            Connections.NONE,
            _ -> {},
            InstantSource.system(),
            Threads.ONE);
    return engine.preview(after);
  }

  @Test
  void everyChangeOfPolicyCountsButTheLastDecides() {
    connections.visitFaults.add(FlowsTest::refuse);
    flows.follow(transition(OLD, NEW));
    flows.follow(transition(NEW, OLD));
    flows.start();
    flows.flush();
    assertLeft(1, 3);
  }

  /** A change of policy that moves all connections to {@link #SITE}. */
  static Transition transition() {
    return transition(OLD, NEW);
  }

  private CompletableFuture<PolicyImpact> preview() {
    return flows.impact(
        transition(),
        new LinkNumbering(new KeptMap(folder.resolve("links.kept")), Marks.DEFAULT).current(),
        Set.of(),
        List.of(),
        List.of());
  }

  @Test
  void aPreviewChangesNothing() {
    flows.start();
    PolicyImpact impact = preview().join();
    assertThat(impact.kept()).isEqualTo(1);
    assertThat(impact.flows()).hasSize(3);
    assertThat(connections.left()).hasSize(4);
  }

  @Test
  void whoWaitsForAPreviewIsToldThatItFails() {
    connections.openFaults.add(FlowsTest::refuse);
    CompletableFuture<PolicyImpact> answer = preview();
    flows.start();
    assertThatThrownBy(answer::join).hasCauseInstanceOf(NetlinkException.class);
    assertThat(preview().join().kept()).isEqualTo(1);
    flows.close();
    assertThatThrownBy(() -> preview().join()).hasMessageContaining("stopping");
  }

  @Test
  void closingWaitsForTheThread() {
    flows.start();
    flows.end(VPN);
    flows.flush();
    assertLeft(1, 3, 4);
    flows.close();
    assertThat(connections.closed).hasValue(1);
    flows.end(ISP);
    flows.flush();
    assertThat(connections.left()).hasSize(3);
  }
}
