package waymark.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.api.ListStatus;
import waymark.app.config.Configuration;
import waymark.learn.Refresher;

/** What the daemon says of a list in a file, and of one on a server. */
class SourceReportTest {
  @TempDir private Path folder = Path.of("");
  private final ListServer server = new ListServer();

  @BeforeEach
  void start() {
    server.answers(200, "\"1\"", "a.example\nb.example\n||ads.example^\n");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private PolicySource source() {
    String text =
        """
        lists:
          ads: { url: '%s', every: 12h }
          partners: { file: partners.txt }
          spare: { file: spare.txt }
        rules:
          - { name: no ads, to: block, lists: [ads] }
          - { name: shop, to: block, lists: [partners, ads] }
        state: %s
        """
            .formatted(server.url(), folder.resolve("state"));
    Configuration configuration =
        (Configuration) Configuration.parse(folder.resolve("waymark.yaml"), text, Map.of());
    return new PolicySource(configuration);
  }

  private static Refresher refresher(PolicySource source) {
    return source.refresh(_ -> source.policy(), new SourceFaults(_ -> {}));
  }

  private static ListStatus now(PolicySource source, Refresher refresher, String name)
      throws Exception {
    refresher.now().get(30, TimeUnit.SECONDS);
    return source.report(refresher).lists().stream()
        .filter(list -> list.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aListOnAServerIsFetchedNowAndKeptWhereTheServerFails() throws Exception {
    PolicySource source = source();
    source.policy();
    try (Refresher refresher = refresher(source)) {
      ListStatus good = now(source, refresher, "ads");
      assertThat(good.state()).isEqualTo(ListStatus.State.GOOD);
      assertThat(good.source()).isEqualTo(server.url());
      assertThat(good.entries()).isEqualTo(3);
      assertThat(good.taken()).isEqualTo(2);
      assertThat(good.skipped()).isEqualTo(1);
      assertThat(good.reasons()).singleElement().asString().startsWith("line 3: ");
      assertThat(good.etag()).isEqualTo("\"1\"");
      assertThat(good.since()).isNotEmpty();
      assertThat(good.next()).as("in about 12 hours").isGreaterThan(good.since());
      assertThat(good.rules()).containsExactly("no ads", "shop");
      assertThat(good.fault()).isEmpty();

      String longer = "a.example\nb.example\nc.example\n";
      server.answers(200, "\"2\"", longer);
      ListStatus newer = now(source, refresher, "ads");
      assertThat(newer.taken()).isEqualTo(3);
      assertThat(newer.etag()).isEqualTo("\"2\"");
      assertThat(source.policy().rules().getFirst().names()).hasSize(3);

      server.answers(500, "\"2\"", "");
      ListStatus kept = now(source, refresher, "ads");
      assertThat(kept.state()).isEqualTo(ListStatus.State.KEPT);
      assertThat(kept.fault()).contains("the server answered 500");
      assertThat(kept.taken()).isEqualTo(3);

      server.answers(200, "\"2\"", longer);
      assertThat(now(source, refresher, "ads").state()).isEqualTo(ListStatus.State.GOOD);
    }
  }

  @Test
  void aListInAFileIsMissingGoodOrKept() throws Exception {
    Path file = folder.resolve("partners.txt");
    PolicySource source = source();
    source.policy();
    try (Refresher refresher = refresher(source)) {
      ListStatus missing = now(source, refresher, "partners");
      assertThat(missing.state()).isEqualTo(ListStatus.State.MISSING);
      assertThat(missing.fault()).contains("there is no file " + file);
      assertThat(missing.since()).isEmpty();
      assertThat(missing.rules()).containsExactly("shop");

      Files.writeString(file, "a.example\n");
      ListStatus good = now(source, refresher, "partners");
      assertThat(good.state()).isEqualTo(ListStatus.State.GOOD);
      assertThat(good.taken()).isEqualTo(1);
      assertThat(good.since()).isNotEmpty();

      Files.writeString(file, "not a name\n");
      ListStatus kept = now(source, refresher, "partners");
      assertThat(kept.state()).isEqualTo(ListStatus.State.KEPT);
      assertThat(kept.taken()).isEqualTo(1);
      assertThat(kept.fault()).contains("1 of 1 entries are invalid");
      assertThat(now(source, refresher, "partners").fault()).as("still").isEqualTo(kept.fault());
    }
  }

  @Test
  void aListThatNoRuleUsesIsShownToo() throws Exception {
    Files.writeString(folder.resolve("spare.txt"), "a.example\n203.0.113.0/24\n");
    PolicySource source = source();
    source.policy();
    try (Refresher refresher = refresher(source)) {
      ListStatus spare = now(source, refresher, "spare");
      assertThat(spare.taken()).isEqualTo(2);
      assertThat(spare.rules()).isEmpty();
    }
  }
}
