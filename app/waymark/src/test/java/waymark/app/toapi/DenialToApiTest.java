package waymark.app.toapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import waymark.api.Denials;
import waymark.app.config.Configuration;
import waymark.kernel.model.Denial;
import waymark.kernel.model.DenialReport;
import waymark.policy.Address;
import waymark.policy.Policy;

class DenialToApiTest {
  private static final String BLOCKING =
      "rules:\n"
          + "  - { name: ads, to: block, domains: [ads.example], weight: 7 }\n"
          + "  - { name: allow-api-example, to: direct, domains: [other.example] }\n";

  private static Policy policy(String text) {
    if (Configuration.parse(Path.of("waymark.yaml"), text, Map.of())
        instanceof Configuration configuration) {
      return configuration.policy();
    }
    throw new AssertionError("the file is wrong: " + text);
  }

  private static Denial denial(
      String address, int protocol, int port, Denial.Cause cause, String rule, String name) {
    return new Denial(
        Address.parse("192.168.1.20"),
        Address.parse(address),
        protocol,
        port,
        cause,
        rule,
        name,
        1,
        0,
        1);
  }

  private static List<String> allowed(Denial... denials) {
    Denials all = DenialToApi.denials(new DenialReport(List.of(denials), 1, 0), policy(BLOCKING));
    List<String> rules = all.denials().stream().map(waymark.api.Denial::allow).distinct().toList();
    rules.stream()
        .filter(rule -> !rule.isEmpty())
        .forEach(rule -> assertThat(policy(BLOCKING + "  " + rule + "\n").rules()).hasSize(3));
    return rules;
  }

  @Test
  void aNameGetsOneRuleForAllItsPorts() {
    assertThat(
            allowed(
                denial("198.51.100.30", 6, 443, Denial.Cause.DEFAULT, "default", "web.example"),
                denial("198.51.100.31", 6, 443, Denial.Cause.DEFAULT, "default", "web.example"),
                denial("198.51.100.30", 17, 443, Denial.Cause.DEFAULT, "default", "web.example")))
        .containsExactly(
            "- { name: allow-web-example, to: direct, domains: [web.example], ports: [tcp/443,"
                + " udp/443] }");
  }

  @Test
  void addressesWithoutANameGetARuleToo() {
    assertThat(
            allowed(
                denial("198.51.100.30", 6, 443, Denial.Cause.DEFAULT, "default", ""),
                denial("2001:db8::7", 58, 0, Denial.Cause.DEFAULT, "default", "")))
        .containsExactly(
            "- { name: allow-198-51-100-30, to: direct, networks: [198.51.100.30], ports:"
                + " [tcp/443] }",
            "- { name: allow-2001-db8--7-all, to: direct, networks: [\"2001:db8::7\"] }");
  }

  @Test
  void theRuleWinsOverTheOneThatBlocks() {
    assertThat(allowed(denial("198.51.100.9", 6, 80, Denial.Cause.RULE, "ads", "ads.example")))
        .containsExactly(
            "- { name: allow-ads-example, to: direct, domains: [ads.example], ports: [tcp/80],"
                + " weight: 8 }");
  }

  @Test
  void theNameOfTheRuleIsFreeAndPrivateAddressesAreLearned() {
    assertThat(allowed(denial("10.0.7.7", 6, 80, Denial.Cause.DEFAULT, "default", "api.example")))
        .containsExactly(
            "- { name: allow-api-example-2, to: direct, domains: [api.example], ports: [tcp/80],"
                + " private: true }");
  }

  @Test
  void aNameThatCouldWriteIntoTheFileIsNotTaken() {
    assertThat(
            allowed(
                denial(
                    "198.51.100.9",
                    6,
                    80,
                    Denial.Cause.DEFAULT,
                    "default",
                    "a], to: vpn, domains: [com")))
        .containsExactly(
            "- { name: allow-198-51-100-9, to: direct, networks: [198.51.100.9], ports: [tcp/80]"
                + " }");
  }

  @Test
  void noRuleHelpsWhereALinkIsDown() {
    assertThat(
            allowed(
                denial("198.51.100.9", 6, 80, Denial.Cause.LINK_DOWN, "video", "v.example"),
                denial("198.51.100.9", 6, 81, Denial.Cause.EARLIER, "video", "v.example")))
        .containsExactly("");
  }
}
