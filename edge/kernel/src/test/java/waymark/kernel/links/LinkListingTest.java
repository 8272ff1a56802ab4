package waymark.kernel.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import waymark.kernel.fixture.Policies;
import waymark.kernel.model.InterfaceState;
import waymark.kernel.model.Interfaces;
import waymark.kernel.model.Marks;
import waymark.policy.Link;
import waymark.policy.Policy;

class LinkListingTest {
  private static final Link TUNNEL = Policies.link("tunnel", "wg0");
  private static final Policy POLICY = Policies.policy(List.of(Policies.VPN, TUNNEL));

  @Test
  void eachLinkHasARuleAndATable() {
    assertThat(
            LinkListing.rules(
                POLICY, LinkNumbers.of(POLICY.links(), Map.of(), Marks.DEFAULT), Marks.DEFAULT))
        .containsExactly(
            "rule 7002: fwmark 0x02000000/0x1f000000 to table 7002: default via 10.2.0.1 and"
                + " fd00:2::1 dev up2",
            "rule 7003: fwmark 0x03000000/0x1f000000 to table 7003: default dev wg0");
  }

  @Test
  void aLinkIsInTheStateOfItsInterface() {
    InterfaceState up = new InterfaceState(5, true, 1420, List.of());
    assertThat(LinkListing.states(POLICY, new Interfaces(Map.of("wg0", up, "lan", up), Set.of())))
        .isEqualTo(Map.of("vpn", InterfaceState.ABSENT, "tunnel", up));
  }
}
