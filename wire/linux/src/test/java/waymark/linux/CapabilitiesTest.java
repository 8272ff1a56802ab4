package waymark.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

class CapabilitiesTest {
  @Test
  void missingOnesAreNamed() {
    Capabilities raw = new Capabilities(1L << 13);
    assertThat(raw.has(Capability.CAP_NET_RAW)).isTrue();
    assertThat(raw.missing(Capability.CAP_NET_ADMIN, Capability.CAP_NET_RAW))
        .containsExactly(Capability.CAP_NET_ADMIN);
    assertThat(new Capabilities(-1).missing(Capability.values())).isEmpty();
  }

  @EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
  @Test
  void privateNamespaceGivesThemAll() {
    assertThat(Capabilities.effective().missing(Capability.values())).isEmpty();
  }
}
