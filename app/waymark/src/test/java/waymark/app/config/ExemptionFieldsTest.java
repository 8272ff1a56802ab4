package waymark.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import waymark.kernel.model.DnsTrust;
import waymark.kernel.model.ExemptionSettings;
import waymark.policy.Address;
import waymark.policy.Network;

class ExemptionFieldsTest {
  private static final String RULES = "rules: [{ name: a, to: direct, networks: [192.0.2.1] }]\n";

  @Test
  void bothMayBeLists() {
    assertThat(
            Example.configuration(
                    RULES
                        + "default: block\n"
                        + "management: [203.0.113.0/24, \"2001:db8::/32\"]\n"
                        + "learn: { resolvers: [9.9.9.9, \"2620:fe::fe\"] }\n")
                .exemptionSettings())
        .satisfies(
            it -> {
              assertThat(it.management())
                  .containsExactly(Network.parse("203.0.113.0/24"), Network.parse("2001:db8::/32"));
              assertThat(it.resolvers())
                  .containsExactly(Address.parse("9.9.9.9"), Address.parse("2620:fe::fe"));
            });
  }

  @Test
  void dnsIsAskedByPort53AndThoseOfTheFile() {
    assertThat(Example.configuration(RULES).captureSettings().ports()).containsExactly(53);
    assertThat(
            Example.configuration(RULES + "learn: { dns: observe, ports: [5353, 5300] }\n")
                .captureSettings()
                .ports())
        .containsExactly(53, 5300, 5353);
    assertThat(Example.problems(RULES + "learn: { ports: [0, 5353, 70000] }\n"))
        .hasSize(2)
        .allMatch(it -> it.contains("learn.ports") && it.contains("a list of ports besides 53"));
  }

  @Test
  void answersOfKnownServersCountUnlessTheFileSaysOtherwise() {
    assertThat(Example.configuration(RULES).trust()).isEqualTo(new DnsTrust.Known(List.of()));
    assertThat(Example.configuration(RULES + "learn: { resolvers: 192.0.2.53 }\n").trust())
        .isEqualTo(new DnsTrust.Known(List.of(Address.parse("192.0.2.53"))));
    assertThat(Example.configuration(RULES + "learn: { trust: any }\n").trust())
        .isEqualTo(new DnsTrust.Any());
    assertThat(
            Example.configuration(RULES + "learn: { trust: { only: [192.0.2.1, \"::5\"] } }\n")
                .trust())
        .isEqualTo(new DnsTrust.Only(List.of(Address.parse("192.0.2.1"), Address.parse("::5"))));
    assertThat(Example.problems(RULES + "learn: { trust: knwon }\n"))
        .singleElement()
        .asString()
        .contains("learn.trust: is 'knwon'", "did you mean 'known'?");
    assertThat(Example.problems(RULES + "learn: { trust: {} }\n")).hasSize(1);
  }

  @Test
  void withoutAWordTheSystemsResolversAreAll() {
    assertThat(Example.configuration(RULES).exemptionSettings())
        .isEqualTo(ExemptionSettings.SYSTEM);
  }

  @Test
  void whatIsNoneIsAProblem() {
    assertThat(
            Example.problems(
                RULES
                    + "management: [10.0.0.1/8]\n"
                    + "learn: { resolvers: [127.0.0.53, dns.example] }\n"))
        .hasSize(3)
        .anyMatch(it -> it.contains("management[0]") && it.contains("10.0.0.0/8"))
        .anyMatch(it -> it.contains("learn.resolvers[0]") && it.contains("beyond this host"))
        .anyMatch(it -> it.contains("learn.resolvers[1]"));
  }
}
