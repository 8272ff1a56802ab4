package waymark.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DenialFieldsTest {
  private static final String RULES = "rules: [{ name: a, to: direct, domains: [a] }]\n";

  @Test
  void theGroupOfCopiesIsANumberOfItsOwn() {
    assertThat(Example.configuration(RULES).captureSettings().denialGroup()).isEqualTo(7001);
    assertThat(
            Example.configuration(RULES + "denials: { group: 9 }\n")
                .captureSettings()
                .denialGroup())
        .isEqualTo(9);
    assertThat(Example.problemsWith("denials: { group: 7000 }\n"))
        .anyMatch(line -> line.contains("denials.group: is 7000, as learn.dns.group is"));
    assertThat(Example.problemsWith("learn: { dns: { group: 7001 } }\n"))
        .anyMatch(line -> line.contains("denials.group: is 7001, as learn.dns.group is"));
  }
}
