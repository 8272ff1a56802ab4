package waymark.kernel.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import waymark.kernel.Planes;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Shell;
import waymark.kernel.links.Invariant;
import waymark.kernel.links.LinkNumbering;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.Marks;
import waymark.kernel.model.PlaneKind;
import waymark.kernel.plane.KernelPlane;
import waymark.kernel.system.Sysctls;
import waymark.policy.Address;
import waymark.policy.Claim;
import waymark.policy.Decision;
import waymark.policy.Policy;
import waymark.state.KeptMap;

/** What a comparison took for changed by others counts only when it is so indeed. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class DoubtKernelTest {
  private static final Policy POLICY =
      Policies.policy(Policies.rule("video", Policies.VPN, "video.example"));

  @TempDir Path state;

  @Test
  void onlyWhatIsStillSoIsPutBack() {
    HostSettings settings = new HostSettings(Marks.DEFAULT, CaptureSettings.DEFAULT, true, state);
    LinkNumbering numbering =
        new LinkNumbering(new KeptMap(state.resolve("links.kept")), settings.marks());
    Sysctls sysctls = new Sysctls(Path.of("/proc/sys"), new KeptMap(state.resolve("sysctls")));
    Claim claim = POLICY.claims(List.of("video.example")).getFirst();
    Decision vpn = POLICY.decide(List.of(claim));
    Map<Address, Decision> hosts =
        Map.of(Address.parse("198.18.0.7"), vpn, Address.parse("2001:2::7"), vpn);
    Planes planes = new Planes(settings, numbering, sysctls);
    try (KernelPlane plane = planes.open(PlaneKind.NFTABLES)) {
      plane.install(POLICY, hosts);
      Invariant learned =
          plane.invariants().stream()
              .filter(one -> one.what().equals("the learned addresses"))
              .findFirst()
              .orElseThrow();
      assertThat(learned.isMet().getAsBoolean()).isTrue();
      for (String element : Set.of("hosts4_2 '{ 198.18.0.7 }'", "hosts6_2 '{ 2001:2::7 }'")) {
        Shell.run("nft delete element inet waymark " + element);
        assertThat(learned.isMet().getAsBoolean()).isFalse();
        assertThat(plane.isUnmet(learned.what(), hosts::forEach)).isTrue();
        Shell.run("nft add element inet waymark " + element);
        assertThat(plane.isUnmet(learned.what(), hosts::forEach)).isFalse();
      }
      Shell.run("nft add element inet waymark hosts4_2 '{ 198.18.0.8 }'");
      assertThat(learned.isMet().getAsBoolean()).isFalse();
      assertThat(plane.isUnmet(learned.what(), hosts::forEach)).isTrue();
      Shell.run("nft delete element inet waymark hosts4_2 '{ 198.18.0.8 }'");
      assertThat(plane.isUnmet(learned.what(), hosts::forEach)).isFalse();
      assertThat(learned.isMet().getAsBoolean()).isTrue();
      planes.remove();
    }
  }
}
