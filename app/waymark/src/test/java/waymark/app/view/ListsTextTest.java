package waymark.app.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import waymark.api.Json;
import waymark.api.Lists;
import waymark.app.Samples;

class ListsTextTest {
  private static final Instant NOW = Instant.parse("2026-01-31T09:00:00Z");

  @Test
  void eachListSaysWhatIsInForceAndWhyItIsNotTheNewest() {
    assertThat(ListsText.of(Samples.LISTS, NOW))
        .isEqualTo(
            """
            ads: an earlier version is in force
              fault    cannot fetch https://lists.example/ads.txt: the server answered 500
              source   https://lists.example/ads.txt (domains)
              entries  1,204: 1,203 taken, 1 skipped
                       line 7: '||ads.example^' has a '|' in it; expected a domain name
              age      1 h 12 min
              ETag     "5f1"
              next     in 4 min
              rules    no ads, video

            country-db: not fetched yet
              source   /var/lib/waymark/country.mmdb (mmdb)
              entries  0 taken
              next     now
              rules    abroad
            """);
  }

  @Test
  void aPolicyWithoutListsSaysSo() {
    assertThat(ListsText.of(new Lists(List.of()), NOW))
        .isEqualTo("The policy has no lists, and no rules by country.\n");
  }

  @Test
  void theJsonHasTheNamesOfTheStates() {
    assertThat(new String(Json.write(Samples.LISTS), UTF_8))
        .contains("\"state\":\"kept\"", "\"state\":\"awaited\"", "\"etag\":\"\\\"5f1\\\"\"");
    assertThat(Json.read(Lists.class, Json.write(Samples.LISTS))).isEqualTo(Samples.LISTS);
  }
}
