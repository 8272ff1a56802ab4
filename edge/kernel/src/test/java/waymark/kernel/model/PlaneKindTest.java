package waymark.kernel.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import waymark.kernel.fixture.Policies;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Policy;
import waymark.policy.Strategy;

class PlaneKindTest {
  private static final Link OTHER = Policies.link("other", "up1", "10.1.0.1");

  private static Policy policy(Strategy strategy) {
    Group group = new Group("both", List.of(Policies.VPN, OTHER), strategy);
    return Policy.compile(
        List.of(Policies.VPN, OTHER),
        List.of(group),
        List.of(Policies.rule("video", Policies.VPN, "video.example")),
        List.of(group));
  }

  @Test
  void routesDoNotDenyByDefault() {
    Policy denies =
        Policy.compile(
            List.of(Policies.VPN),
            List.of(),
            List.of(Policies.rule("video", Policies.VPN, "video.example")),
            List.of(Link.BLOCK));
    assertThat(PlaneKind.NFTABLES.refusals(denies)).isEmpty();
    assertThat(PlaneKind.IPSET.refusals(denies)).isEmpty();
    assertThat(PlaneKind.ROUTES.refusals(denies)).containsExactly(PlaneKind.DENIES);
  }

  @Test
  void eachPlaneSaysWhatItCannotDo() {
    assertThat(PlaneKind.NFTABLES.refusals(policy(Strategy.STICKY))).isEmpty();
    assertThat(PlaneKind.IPSET.refusals(policy(Strategy.ROUND_ROBIN))).isEmpty();
    assertThat(PlaneKind.IPSET.refusals(policy(Strategy.STICKY))).isEmpty();
    assertThat(PlaneKind.ROUTES.refusals(policy(Strategy.FASTEST))).isEmpty();
    assertThat(PlaneKind.ROUTES.refusals(policy(Strategy.ROUND_ROBIN)))
        .containsExactly(
            "default leads to group 'both', which is round_robin: an address has one route");
  }
}
