package waymark.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenPatternsTest {
  private static List<String> sentences(String to, String pattern) {
    return OpenPatterns.of(
        Example.configuration(
                "links: { vpn: { interface: wg0 } }\n"
                    + "rules: [{ name: ads, to: "
                    + to
                    + ", domains: ['"
                    + pattern
                    + "'] }]")
            .policy());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/ads/", "/^ads[0-9]+\\./", "/ads\\$/", "/a\\\\\\$/", "/x|\\.example\\.com$/"})
  void whatSaysNotHowTheNameEndsIsOpen(String pattern) {
    assertThat(sentences("block", pattern))
        .singleElement()
        .asString()
        .startsWith("rule 'ads': " + pattern + " matches names of any owner")
        .contains("blocked for all");
    assertThat(sentences("direct", pattern)).singleElement().asString().contains("go direct");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/^ads[0-9]+\\.example\\.com$/", "/a\\\\$/", "ads.example", "*.ads.example"})
  void whatEndsWithADomainIsNot(String pattern) {
    assertThat(sentences("block", pattern)).isEmpty();
  }

  @Test
  void aRuleThatLeadsToALinkIsNotWarnedOf() {
    assertThat(sentences("vpn", "/ads/")).isEmpty();
    assertThat(sentences("[vpn, direct]", "/ads/")).isEmpty();
  }
}
