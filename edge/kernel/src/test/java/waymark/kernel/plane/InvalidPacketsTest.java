package waymark.kernel.plane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import waymark.kernel.fixture.Policies;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Link;
import waymark.policy.Outlet;
import waymark.policy.Policy;
import waymark.policy.Rule;

class InvalidPacketsTest {
  private static InvalidPackets of(Outlet... to) {
    return InvalidPackets.of(Decision.of(List.of(to)));
  }

  @Test
  void theyPassWhereTheFirstChoiceIsDirect() {
    assertThat(of(Link.DIRECT)).isEqualTo(InvalidPackets.PASS);
    assertThat(of(Link.DIRECT, Policies.VPN)).isEqualTo(InvalidPackets.PASS);
  }

  @Test
  void untrackedOnesPassWhereDirectIsAnotherChoice() {
    assertThat(of(Policies.VPN, Link.DIRECT)).isEqualTo(InvalidPackets.DROP_INVALID);
  }

  @Test
  void theyAreDroppedWhereNoChoiceIsDirect() {
    assertThat(of(Policies.VPN)).isEqualTo(InvalidPackets.DROP);
    assertThat(of(Link.BLOCK)).isEqualTo(InvalidPackets.DROP);
  }

  @Test
  void portsMatterOnlyWhereTheyMakeADifference() {
    assertThat(InvalidPackets.of(decision(Policies.VPN))).isEqualTo(InvalidPackets.DEPENDS);
    assertThat(InvalidPackets.of(decision(Link.DIRECT))).isEqualTo(InvalidPackets.PASS);
  }

  /** Of an address with a rule for port 443, and by default direct. */
  private static Decision decision(Link web) {
    Rule rule = Policies.rule("web", web, "198.18.0.0/15");
    Policy policy = Policies.policy(Policies.scoped(rule, List.of("443"), List.of()));
    return policy.decide(policy.decisive(Address.parse("198.18.0.7")));
  }
}
