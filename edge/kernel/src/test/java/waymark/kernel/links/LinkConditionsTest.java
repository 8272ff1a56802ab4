package waymark.kernel.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import waymark.kernel.fixture.Policies;
import waymark.kernel.model.InterfaceState;
import waymark.kernel.model.Interfaces;
import waymark.policy.Decision;
import waymark.policy.Link;
import waymark.policy.Network;
import waymark.policy.Outlet;
import waymark.policy.Policy;

class LinkConditionsTest {
  private static final Network LAN = Network.parse("192.168.1.0/24");
  private static final InterfaceState UP = new InterfaceState(5, true, 1500, List.of(LAN));
  private static final Interfaces HOST = new Interfaces(Map.of("lan", UP), Set.of());
  private static final LinkConditions VPN_IPV4 =
      new LinkConditions(Map.of("vpn", UP.leftBy(true, false)), List.of());

  private static List<Network> near(Link otherwise) {
    Policy policy = Policy.compile(List.of(Policies.VPN), List.of(), List.<Outlet>of(otherwise));
    return LinkConditions.of(policy, HOST, Map.of()).near();
  }

  @Test
  void aDefaultThatLeadsToALinkIsNotAboutNeighbours() {
    assertThat(near(Policies.VPN)).contains(LAN);
  }

  @Test
  void otherDefaultsNeedNotKnowTheNeighbours() {
    assertThat(near(Link.DIRECT)).isEmpty();
    assertThat(near(Link.BLOCK)).isEmpty();
  }

  @Test
  void aLinkIsUpForAFamilyOrForAny() {
    assertThat(VPN_IPV4.isUp(Policies.VPN)).isTrue();
    assertThat(VPN_IPV4.isUp(Policies.VPN, true)).isTrue();
    assertThat(VPN_IPV4.isUp(Policies.VPN, false)).isFalse();
    assertThat(LinkConditions.NONE.isUp(Policies.VPN)).isFalse();
    assertThat(LinkConditions.NONE.isUp(Link.DIRECT)).isTrue();
  }

  @Test
  void aDecisionIsDirectWhereTheFirstLinkThatIsUpIs() {
    Decision decision = Decision.of(List.of(Policies.VPN, Link.DIRECT));
    assertThat(VPN_IPV4.isDirect(decision, true)).isFalse();
    assertThat(VPN_IPV4.isDirect(decision, false)).isTrue();
  }
}
