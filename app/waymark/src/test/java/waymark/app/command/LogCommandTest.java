package waymark.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.api.Json;
import waymark.api.LogRow;
import waymark.api.PastDecisions;
import waymark.app.Answers;
import waymark.app.Captured;
import waymark.app.Samples;
import waymark.app.cli.Exit;
import waymark.console.Console;
import waymark.journal.Journal;
import waymark.journal.JournalSettings;
import waymark.journal.Outcome;
import waymark.journal.Row;
import waymark.policy.Address;

/** The journal as the commands print it. */
class LogCommandTest {
  private Path state = Path.of("");
  private String file = "";

  @BeforeEach
  void configure(@TempDir Path folder) throws IOException {
    state = folder;
    Path yaml = folder.resolve("waymark.yaml");
    Files.writeString(
        yaml, "rules: [{ name: a, to: direct, domains: [a.example] }]\nstate: " + folder + "\n");
    file = yaml.toString();
  }

  private Console console() {
    return Console.open(state.resolve(Console.SOCKET), List.of(), Answers.READY);
  }

  private static String withoutTimes(String out) {
    return out.replaceAll("(?m)^[0-9-]+ [0-9:.]+  ", "");
  }

  @Test
  void rowsAreALineEach() {
    try (Console _ = console()) {
      Captured run = Captured.run("log", "-c", file);
      assertThat(run.exit()).isEqualTo(Exit.DONE);
      assertThat(withoutTimes(run.out()))
          .isEqualTo(
              """
              held       192.168.1.20     www.video.example > edge.cdn.example: 198.51.100.7, 198.51.100.8 to vpn by rule video, held 0.8 ms
              passed     192.168.1.20     www.video.example > edge.cdn.example: 198.51.100.7, 198.51.100.8 to direct by rule video
              dropped    192.168.1.20     www.video.example > edge.cdn.example: 198.51.100.7, 198.51.100.8 refused by rule video, dropped after 100.2 ms
              denied     192.168.1.21     tcp/25 to 203.0.113.25 (mail.example) by the default
              """);
      assertThat(withoutTimes(Captured.run("log", "-c", file, "--denied").out()))
          .isEqualTo(
              "denied     192.168.1.21     tcp/25 to 203.0.113.25 (mail.example) by the default\n");
      Captured none = Captured.run("log", "-c", file, "--name", "other.example");
      assertThat(none.out()).isEmpty();
      assertThat(none.err()).contains("no row matches; the journal begins at 2026-01-31 ");
    }
  }

  @Test
  void jsonIsAListWithARowALine() {
    try (Console _ = console()) {
      List<String> lines = Captured.run("log", "-c", file, "--json").out().lines().toList();
      assertThat(lines).hasSize(2 + Samples.LOG.size());
      assertThat(lines.getFirst()).isEqualTo("[");
      assertThat(lines.getLast()).isEqualTo("]");
      for (int i = 0; i < Samples.LOG.size(); i++) {
        String line = lines.get(i + 1);
        assertThat(line.endsWith(",")).isEqualTo(i + 1 < Samples.LOG.size());
        assertThat(Json.read(LogRow.class, line.replaceFirst(",$", "").getBytes(UTF_8)))
            .isEqualTo(Samples.LOG.get(i));
      }
      assertThat(Captured.run("log", "-c", file, "--json", "--name", "x.example").out())
          .isEqualTo("[]\n");
    }
  }

  @Test
  void newRowsAreFollowed() throws InterruptedException {
    Console console = console();
    Thread end =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Thread.sleep(5_000);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  console.close();
                });
    Captured run = Captured.run("log", "-f", "--since", "2026-01-31T09:01:00Z", "-c", file);
    end.join();
    assertThat(run.exit()).isEqualTo(Exit.NOT_REACHABLE);
    assertThat(withoutTimes(run.out()).lines()).hasSize(2);
  }

  @Test
  void thePastIsExplained() {
    try (Console _ = console()) {
      Captured run =
          Captured.run("explain", "www.video.example", "--at", "2026-01-31T09:00:00Z", "-c", file);
      assertThat(run.exit()).isEqualTo(Exit.DONE);
      assertThat(run.out())
          .startsWith("The last answer about www.video.example before 2026-01-31 ")
          .contains(", for 1 client:\n")
          .contains("198.51.100.8 to direct by rule video\n")
          .doesNotContain("held", "dropped");
      Captured json =
          Captured.run(
              "explain", "mail.example", "--at", "2026-01-31T09:02:00Z", "-c", file, "--json");
      PastDecisions past = Json.read(PastDecisions.class, json.out().getBytes(UTF_8));
      assertThat(past.answers()).isEmpty();
      assertThat(past.denials()).containsExactly(Samples.LOG.getLast());
      assertThat(Captured.run("explain", "other.example", "--at", "1m", "-c", file).out())
          .startsWith("The journal has no answer about other.example before ")
          .contains("; it begins at 2026-01-31 ");
    }
  }

  @Test
  void withoutADaemonTheJournalIsReadWhereItIs() {
    try (Journal journal =
        Journal.open(
            state,
            new JournalSettings(JournalSettings.Mode.HASHED, 1_000_000, 1),
            InstantSource.system())) {
      journal
          .sink()
          .record(
              new Row.Answer(
                  Address.parse("192.0.2.1"),
                  List.of("www.example.com"),
                  List.of(Address.parse("203.0.113.1")),
                  "video",
                  "vpn",
                  500,
                  Outcome.HELD));
    }
    Captured run = Captured.run("log", "-c", file, "--name", "example.com");
    assertThat(run.exit()).as(run.err()).isEqualTo(Exit.DONE);
    assertThat(run.out()).containsPattern("#[a-z2-7]{8}\\.example\\.com: ").contains("rule video");
    assertThat(Captured.run("explain", "www.example.com", "--at", "0s", "-c", file).out())
        .contains("www.example.com: #");
    assertThat(Captured.run("log", "-f", "-c", file).exit()).isEqualTo(Exit.NOT_REACHABLE);
  }

  @Test
  void withoutDaemonAndJournalNobodyAnswers() {
    Captured run = Captured.run("log", "-c", file);
    assertThat(run.exit()).isEqualTo(Exit.NOT_REACHABLE);
    assertThat(run.err()).contains("no daemon answers");
  }

  @Test
  void whatCannotBeAskedIsSaid() {
    assertThat(Captured.run("log", "--since", "noon").err())
        .contains("invalid value 'noon' for '--since': expected a time such as 10m (ago), 14:03");
    assertThat(Captured.run("log", "--client", "10.0.0.1/8").err())
        .contains("'10.0.0.1/8' has bits set beyond its prefix; expected 10.0.0.0/8");
    assertThat(Captured.run("log", "--name", "a..b").exit()).isEqualTo(Exit.WRONG);
    assertThat(Captured.run("explain", "203.0.113.1", "--at", "10m").err())
        .contains("'--at' takes a name");
  }
}
