package waymark.kernel.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import waymark.engine.Connections;
import waymark.engine.Engine;
import waymark.engine.Limits;
import waymark.engine.Plane;
import waymark.engine.Threads;
import waymark.kernel.Planes;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Shell;
import waymark.kernel.links.Invariant;
import waymark.kernel.links.LinkNumbering;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.KernelPart;
import waymark.kernel.model.Marks;
import waymark.kernel.model.PlaneKind;
import waymark.kernel.plane.Carried;
import waymark.kernel.plane.Drift;
import waymark.kernel.plane.PlaneDriver;
import waymark.kernel.plane.Repair;
import waymark.kernel.system.Sysctls;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Policy;
import waymark.state.KeptMap;

/** A difference that a comparison found counts only if it is still there. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class LearnedSetAuditKernelTest {
  private static final Policy POLICY =
      Policies.policy(Policies.rule("video", Policies.VPN, "video.example"));

  private static final Drift SUSPICION = new Drift.Broken(KernelPart.LEARNED_ADDRESSES);
  private static final Repair REPAIR = new Repair.ByInstall(KernelPart.LEARNED_ADDRESSES);

  @TempDir Path state;

  private static Engine engine(Plane plane) {
    return new Engine(
        POLICY,
        Limits.DEFAULT,
        plane,
        _ -> {},
        Connections.NONE,
        _ -> {},
        InstantSource.system(),
        Threads.ONE);
  }

  private static Carried carriedBy(Engine engine) {
    return new Carried() {
      @Override
      public Map<Address, Decision> of(Set<Address> addresses) {
        return engine.knowledge().carried(addresses);
      }

      @Override
      public void all(BiConsumer<Address, Decision> visitor) {
        engine.knowledge().carried(visitor);
      }
    };
  }

  @Test
  void onlyALastingDifferenceIsRepaired() {
    HostSettings settings = new HostSettings(Marks.DEFAULT, CaptureSettings.DEFAULT, true, state);
    LinkNumbering numbering =
        new LinkNumbering(new KeptMap(state.resolve("links.kept")), settings.marks());
    Sysctls sysctls = new Sysctls(Path.of("/proc/sys"), new KeptMap(state.resolve("sysctls")));
    Planes planes = new Planes(settings, numbering, sysctls);
    try (PlaneDriver plane = planes.open(PlaneKind.NFTABLES)) {
      Engine engine = engine(plane);
      Carried carried = carriedBy(engine);
      engine.restore(List.of("video.example"), Address.parse("198.18.0.7"), Long.MAX_VALUE / 2);
      engine.restore(List.of("video.example"), Address.parse("2001:2::7"), Long.MAX_VALUE / 2);
      engine.install();
      Invariant learned =
          plane.maintenance().invariants().stream()
              .filter(one -> one.part() == KernelPart.LEARNED_ADDRESSES)
              .findFirst()
              .orElseThrow();
      assertThat(learned.isMet().getAsBoolean()).isTrue();
      for (String element : Set.of("hosts4_2 '{ 198.18.0.7 }'", "hosts6_2 '{ 2001:2::7 }'")) {
        Shell.run("nft delete element inet waymark " + element);
        assertThat(learned.isMet().getAsBoolean()).isFalse();
        assertThat(plane.repair(SUSPICION, carried)).isEqualTo(REPAIR);
        Shell.run("nft add element inet waymark " + element);
        assertThat(plane.repair(SUSPICION, carried)).isEqualTo(new Repair.Unneeded());
      }
      Shell.run("nft add element inet waymark hosts4_2 '{ 198.18.0.8 }'");
      assertThat(learned.isMet().getAsBoolean()).isFalse();
      assertThat(plane.repair(SUSPICION, carried)).isEqualTo(REPAIR);
      Shell.run("nft delete element inet waymark hosts4_2 '{ 198.18.0.8 }'");
      assertThat(plane.repair(SUSPICION, carried)).isEqualTo(new Repair.Unneeded());
      assertThat(learned.isMet().getAsBoolean()).isTrue();
      planes.remove();
    }
  }
}
