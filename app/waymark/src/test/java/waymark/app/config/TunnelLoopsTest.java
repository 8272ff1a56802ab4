package waymark.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TunnelLoopsTest {
  private static List<String> sentences(String text) {
    return TunnelLoops.of(
        Example.configuration(
                """
                links:
                  vpn: { interface: wg0 }
                  isp2: { interface: eth1, gateway: 198.51.100.1 }
                  dsl: { interface: ppp0 }
                groups: { both: { links: [vpn, isp2] } }
                """
                    + text)
            .policy());
  }

  @Test
  void aDefaultByATunnelNeedsARuleForTheTunnelsOwnPackets() {
    assertThat(sentences("rules: [{ name: a, to: isp2, domains: [a.example] }]\ndefault: vpn\n"))
        .singleElement()
        .asString()
        .startsWith("the default sends everything to link 'vpn', which has no gateway")
        .contains("to: direct, networks: [ADDRESS]");
    assertThat(sentences("rules: [{ name: a, to: isp2, domains: [a.example] }]\ndefault: both\n"))
        .hasSize(1);
  }

  @Test
  void soDoesARuleForEveryAddress() {
    assertThat(sentences("rules: [{ name: all, to: vpn, networks: [0.0.0.0/0] }]\n"))
        .singleElement()
        .asString()
        .startsWith("rule 'all' sends everything to link 'vpn'");
  }

  @Test
  void withSuchARuleOrByAGatewayAllIsWell() {
    assertThat(
            sentences(
                """
                rules:
                  - { name: the tunnel itself, to: direct, networks: [192.0.2.1], ports: [udp/51820] }
                default: vpn
                """))
        .isEmpty();
    String rule = "rules: [{ name: a, to: vpn, domains: [a.example] }]\n";
    assertThat(sentences(rule + "default: isp2\n")).isEmpty();
    assertThat(sentences(rule + "default: dsl\n")).isEmpty();
    assertThat(sentences(rule)).isEmpty();
  }
}
