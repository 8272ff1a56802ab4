package waymark.kernel.plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.engine.PlaneException;
import waymark.kernel.fixture.FakeKernel;
import waymark.kernel.fixture.Policies;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.KernelException;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Policy;
import waymark.policy.Strategy;

class PlaneDriverTest {
  private static final Link ISP = Policies.link("isp", "up3", "10.3.0.1");
  private static final Group EVEN =
      new Group("even", List.of(Policies.VPN, ISP), Strategy.LEAST_CONNECTIONS);
  private static final Group QUICK =
      new Group("quick", List.of(Policies.VPN, ISP), Strategy.FASTEST);
  private static final Policy POLICY =
      Policy.compile(
          List.of(Policies.VPN, ISP),
          List.of(EVEN, QUICK),
          List.of(
              Policies.rule("video", List.of(EVEN), "video.example"),
              Policies.rule("work", List.of(QUICK), "work.example")),
          List.of(Link.DIRECT));

  @TempDir Path folder;
  private FakeKernel kernel;

  @BeforeEach
  void install() throws IOException {
    kernel = new FakeKernel(folder, CaptureSettings.DEFAULT, POLICY);
    kernel.tables.up("up2");
    kernel.tables.up("up3");
    kernel.engine.install();
    kernel.plane.log.clear();
  }

  private Desired carried() {
    return kernel.plane.carried.orElseThrow();
  }

  @Test
  void aLinkThatGoesDownIsCarriedAtOnceAndReportedOnce() {
    kernel.tables.down("up2");
    assertThat(kernel.driver.refreshLinks().fallen()).containsExactly(Policies.VPN);
    assertThat(kernel.plane.log).containsExactly("update");
    assertThat(carried().slots(EVEN, true)).containsOnly(ISP);
    assertThat(kernel.driver.refreshLinks().fallen()).isEmpty();
    assertThat(kernel.plane.log).hasSize(1);
  }

  @Test
  void whatTheKernelRefusedIsCarriedByTheNextLook() {
    kernel.plane.refusal = Optional.of(new KernelException("busy"));
    kernel.tables.down("up2");
    assertThatThrownBy(kernel.driver::refreshLinks).hasMessage("busy");
    assertThat(carried().conditions().isUp(Policies.VPN)).isTrue();
    kernel.plane.refusal = Optional.empty();
    assertThat(kernel.driver.refreshLinks().fallen()).containsExactly(Policies.VPN);
    assertThat(carried().conditions().isUp(Policies.VPN)).isFalse();
  }

  @Test
  void aRepairOfTheLinksRoutesIsReportedOnceEvenIfCarryingItFailedAtFirst() {
    kernel.tables.changed = true;
    kernel.plane.refusal = Optional.of(new KernelException("busy"));
    assertThatThrownBy(kernel.driver::refreshLinks).hasMessage("busy");
    kernel.plane.refusal = Optional.empty();
    assertThat(kernel.driver.refreshLinks().repaired()).isTrue();
    assertThat(kernel.driver.refreshLinks().repaired()).isFalse();
  }

  @Test
  void anUnhealthyLinkIsDownWhateverItsInterfaceSays() {
    assertThat(kernel.driver.judge(Set.of("vpn")).fallen()).containsExactly(Policies.VPN);
    assertThat(carried().conditions().isUp(Policies.VPN)).isFalse();
    assertThat(kernel.driver.judge(Set.of()).fallen()).isEmpty();
    assertThat(carried().conditions().isUp(Policies.VPN)).isTrue();
  }

  @Test
  void withoutAQueueAnswersAreObservedFromThenOn() throws IOException {
    FakeKernel old = new FakeKernel(folder, CaptureSettings.DEFAULT, POLICY);
    old.plane.hasQueue = false;
    old.engine.install();
    assertThat(old.driver.mode()).isEqualTo(CaptureSettings.Mode.OBSERVE);
    assertThat(old.plane.log).hasSize(2);
    old.engine.install();
    assertThat(old.plane.log).hasSize(3);
  }

  @Test
  void theReasonOfARefusalThatIsNotTheQueuesIsTheFirstOne() throws IOException {
    FakeKernel old = new FakeKernel(folder, CaptureSettings.DEFAULT, POLICY);
    old.plane.hasQueue = false;
    old.plane.refusal = Optional.of(new KernelException("syntax error"));
    assertThatThrownBy(old.engine::install)
        .isInstanceOf(PlaneException.class)
        .hasMessageContaining("syntax error");
    assertThat(old.driver.mode()).isEqualTo(CaptureSettings.Mode.HOLD);
  }

  @Test
  void connectionsChangeSharesNoMoreOftenThanThePlaneAllows() {
    kernel.nanos.set(1);
    kernel.driver.count(Map.of("vpn", 10, "isp", 0));
    kernel.driver.count(Map.of("vpn", 0, "isp", 10));
    assertThat(kernel.plane.log).containsExactly("update");
    assertThat(carried().shares().connections()).containsEntry("vpn", 10);
    kernel.nanos.set(1 + Duration.ofSeconds(10).toNanos());
    kernel.driver.count(Map.of("vpn", 0, "isp", 10));
    assertThat(carried().shares().connections()).containsEntry("isp", 10);
  }

  @Test
  void theFastestLinkTakesAGroupOver() {
    kernel.driver.measured(Map.of("vpn", 40_000_000L, "isp", 9_000_000L));
    assertThat(carried().slots(QUICK, true)).containsExactly(ISP);
    kernel.driver.measured(Map.of("vpn", 8_000_000L, "isp", 9_000_000L));
    assertThat(carried().slots(QUICK, true)).as("a fifth faster at least").containsExactly(ISP);
  }

  @Test
  void whatFailsBeforeThePlaneAsksForAddressesHasChangedNothing() {
    kernel.plane.refusal = Optional.of(new KernelException("no memory"));
    Policy other = Policies.policy(Policies.rule("other", Policies.VPN, "other.example"));
    assertThatThrownBy(() -> kernel.engine.replace(other))
        .isInstanceOfSatisfying(PlaneException.class, e -> assertThat(e.isUnchanged()).isTrue());
    assertThat(kernel.plane.log).as("not installed again").containsExactly("install 1 rules");
    assertThat(kernel.engine.commit()).isTrue();
  }

  @Test
  void aRefusedPolicyLeavesTheOldOneDesired() {
    kernel.plane.refusal = Optional.of(new KernelException("too large"));
    Policy other = Policies.policy(Policies.rule("other", Policies.VPN, "other.example"));
    assertThatThrownBy(() -> kernel.engine.replace(other)).isInstanceOf(PlaneException.class);
    kernel.plane.refusal = Optional.empty();
    kernel.driver.refreshLinks();
    kernel.tables.down("up3");
    kernel.driver.refreshLinks();
    assertThat(carried().policy()).isEqualTo(POLICY);
  }
}
