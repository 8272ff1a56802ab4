package waymark.kernel.ipset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waymark.kernel.fixture.GoldenRuleset;

/** The text of all chains, as files that {@code iptables-restore} reads. */
class IptablesRulesetTest {
  @ParameterizedTest
  @EnumSource
  void theTextIsAsInItsFile(GoldenRuleset golden) {
    for (boolean ipv4 : new boolean[] {true, false}) {
      assertThat(golden.iptablesText(ipv4)).isEqualTo(golden.iptablesFile(ipv4));
    }
  }
}
