package waymark.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.api.Conflicts;
import waymark.api.Denials;
import waymark.api.Events;
import waymark.api.Json;
import waymark.api.Lists;
import waymark.api.Traffic;
import waymark.app.Answers;
import waymark.app.Captured;
import waymark.app.Samples;
import waymark.app.cli.Exit;
import waymark.console.Console;

/** Events, conflicts and traffic of a daemon, as the commands print them. */
class EventsCommandTest {
  private String file = "";
  private Console console;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    Path yaml = folder.resolve("waymark.yaml");
    Files.writeString(
        yaml, "rules: [{ name: a, to: direct, domains: [a.example] }]\nstate: " + folder + "\n");
    file = yaml.toString();
    console = Console.open(folder.resolve(Console.SOCKET), List.of(), Answers.READY);
  }

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void eventsAreALineEach() {
    Captured run = Captured.run("events", "-c", file);
    assertThat(run.exit()).isEqualTo(Exit.DONE);
    assertThat(run.out().replaceAll("(?m)^[0-9-]+ [0-9:.]+  ", ""))
        .isEqualTo(
            """
            learned  198.51.100.7 for rule video for 5 min, from www.example.com > cdn.example
            moved    2 connections to 198.51.100.7, which now takes vpn, else direct
            refused  192.168.1.1 of home.example.com: special addresses are never learned
            down     isp2: there is no such interface
            """);
    Captured json = Captured.run("events", "-c", file, "--json");
    assertThat(Json.read(Events.class, json.out().getBytes(UTF_8))).isEqualTo(Samples.EVENTS);
  }

  @Test
  void conflictsHaveTheirWinnerFirst() {
    assertThat(Captured.run("conflicts", "-c", file).out())
        .isEqualTo(
            """
            ADDRESS       RULE    TO                WEIGHT  LEARNED FROM
            198.51.100.7  video   vpn, else direct      10  www.example.com
                          office  isp2                   0  intra.example > cdn.example
            and 1 more address
            """);
    Captured json = Captured.run("conflicts", "-c", file, "--json");
    assertThat(Json.read(Conflicts.class, json.out().getBytes(UTF_8))).isEqualTo(Samples.CONFLICTS);
  }

  @Test
  void denialsComeWithTheRulesThatWouldAllowThem() {
    assertThat(Captured.run("denied", "-c", file).out().replaceAll("\\d\\d:00:0", "09:00:0"))
        .isEqualTo(
            """
            LAST                 CLIENT        NAME             ADDRESS        PORT     PACKETS  BY
            2026-01-31 09:00:04  192.168.1.20  api.example      198.51.100.30  tcp/443       12  the default
            2026-01-31 09:00:03  192.168.1.21  www.example.com  198.51.100.7   udp/443        4  rule video: no link is up

            Rules that would allow this; take those that you want:
              - { name: allow-api-example, to: direct, domains: [api.example], ports: [tcp/443] }

            2 more packets came too fast to be listed.
            """);
    Captured json = Captured.run("denied", "-c", file, "--json");
    assertThat(Json.read(Denials.class, json.out().getBytes(UTF_8))).isEqualTo(Samples.DENIALS);
  }

  @Test
  void listsAreShownAndRefreshed() {
    assertThat(Captured.run("lists", "-c", file).out())
        .startsWith("ads: an earlier version is in force\n");
    Captured json = Captured.run("lists", "-c", file, "--refresh", "--json");
    assertThat(Json.read(Lists.class, json.out().getBytes(UTF_8))).isEqualTo(Samples.LISTS);
  }

  @Test
  void topPrintsOnceWhereThereIsNoTerminal() {
    assertThat(Captured.run("top", "-c", file, "--once").out()).contains("www.example.com");
    Captured json = Captured.run("top", "-c", file, "--json");
    assertThat(Json.read(Traffic.class, json.out().getBytes(UTF_8))).isEqualTo(Samples.TRAFFIC);
  }

  @Test
  void whoFollowsADaemonIsToldOfItsEnd() throws InterruptedException {
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
    Captured run = Captured.run("events", "-f", "-c", file);
    end.join();
    assertThat(run.exit()).isEqualTo(Exit.NOT_REACHABLE);
    assertThat(run.err()).contains("has ended");
  }
}
