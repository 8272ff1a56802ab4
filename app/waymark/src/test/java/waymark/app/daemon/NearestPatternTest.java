package waymark.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import waymark.app.config.Configuration;

class NearestPatternTest {
  private static Optional<String> of(String name) {
    Configuration configuration =
        (Configuration)
            Configuration.parse(
                Path.of("/a.yaml"),
                "rules: [{ name: video, to: block, domains: [youtube.com, '/tv/', '*.ex.am'] }]",
                Map.of());
    return NearestPattern.of(name, configuration.policy());
  }

  @Test
  void aMisspeltNameHasARuleNearIt() {
    assertThat(of("youtbue.com"))
        .contains("rule 'video' has youtube.com: is one of the two misspelt?");
    assertThat(of("www.yotube.com")).isPresent();
    assertThat(of("youtube.co")).isPresent();
  }

  @Test
  void anotherNameHasNone() {
    assertThat(of("example.com")).isEmpty();
    assertThat(of("com")).isEmpty();
    assertThat(of("a.tube.com")).isEmpty();
  }
}
