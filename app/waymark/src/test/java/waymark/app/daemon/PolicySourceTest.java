package waymark.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.app.Captured;
import waymark.app.config.Configuration;
import waymark.app.config.Loaded;
import waymark.engine.Event;
import waymark.learn.Refresher;
import waymark.policy.NamePattern;
import waymark.policy.Policy;

/** Rules whose lists come and go. */
class PolicySourceTest {
  @TempDir private Path folder = Path.of("");

  private Configuration configuration(String lists) {
    String text =
        """
        lists: { partners: %s }
        rules:
          - { name: shop, to: block, lists: [partners], domains: [partner.example] }
          - { name: bare, to: block, lists: [partners] }
        state: %s
        """
            .formatted(lists, folder.resolve("state"));
    Loaded loaded = Configuration.parse(folder.resolve("waymark.yaml"), text, Map.of());
    assertThat(loaded).isInstanceOf(Configuration.class);
    return (Configuration) loaded;
  }

  private static List<String> names(Policy policy, int rule) {
    List<String> names = new ArrayList<>();
    for (NamePattern name : policy.rules().get(rule).names()) {
      names.add(name.toString());
    }
    return names;
  }

  @Test
  void aRuleWithoutItsListKeepsWhatElseItMatches() {
    PolicySource source = new PolicySource(configuration("{ file: none.txt }"));
    Policy policy = source.policy();
    assertThat(names(policy, 0)).containsExactly("partner.example");
    assertThat(names(policy, 1)).isEmpty();
    String fault = "list 'partners': there is no file " + folder.resolve("none.txt");
    assertThat(source.faults()).isEqualTo(Map.of("shop", fault, "bare", fault));
  }

  @Test
  void aListFromElsewhereLeavesTheRulesWhatTheOneBeforeSaid() throws IOException {
    Files.writeString(folder.resolve("one.txt"), "a.example\n");
    PolicySource before = new PolicySource(configuration("{ file: one.txt }"));
    assertThat(names(before.policy(), 1)).containsExactly("a.example");
    assertThat(before.faults()).isEmpty();
    PolicySource moved =
        new PolicySource(configuration("{ url: 'http://127.0.0.1:9/list' }"), before);
    assertThat(names(moved.policy(), 0)).containsExactly("partner.example", "a.example");
    assertThat(moved.faults().get("bare"))
        .contains("has not been fetched yet", "its previous content stays in force");
  }

  @Test
  void aListThatBreaksIsAnEventAndThatItIsMendedAnother() throws Exception {
    Path file = Files.writeString(folder.resolve("one.txt"), "a.example\n");
    PolicySource source = new PolicySource(configuration("{ file: one.txt }"));
    assertThat(names(source.policy(), 1)).containsExactly("a.example");
    Files.writeString(file, "not a name\n");
    BlockingQueue<Event> told = new LinkedBlockingQueue<>();
    try (Refresher _ = source.refresh(what -> {}, new SourceFaults(told::add))) {
      assertThat(told.poll(20, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              Event.Faulty.class,
              event -> assertThat(event.what()).startsWith("list 'partners': " + file));
      assertThat(names(source.policy(), 1)).containsExactly("a.example");
      Files.writeString(file, "a.example\n");
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(new Event.Recovered("list 'partners'"));
      assertThat(told).isEmpty();
    }
  }

  @Test
  void aPlanWithoutADaemonCountsWhatListsSay() throws IOException {
    Files.writeString(folder.resolve("one.txt"), "203.0.113.0/24\n198.51.100.0/24\n");
    Path file =
        Files.writeString(
            folder.resolve("waymark.yaml"),
            """
            lists: { partners: { file: one.txt } }
            rules: [{ name: shop, to: block, lists: [partners] }]
            state: %s
            """
                .formatted(folder.resolve("state")));
    assertThat(Captured.run("plan", "-c", file.toString()).out())
        .contains("+ rule shop  networks: 203.0.113.0/24, 198.51.100.0/24; to: block;");
  }

  @Test
  void whatAListHasThatSaysNothingIsInTheLogOnce() throws IOException {
    Files.writeString(folder.resolve("one.txt"), "a.example\nb.example\n||ads.example^\n");
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      PolicySource source = new PolicySource(configuration("{ file: one.txt }"));
      source.policy();
      source.policy();
      new PolicySource(configuration("{ file: one.txt }"), source).policy();
    } finally {
      System.setErr(before);
    }
    assertThat(log.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("List partners: skipped 1 invalid entry: line 3:");
  }
}
