package waymark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.app.cli.Exit;

class MainTest {
  @Test
  void versionSaysItself() {
    Captured run = Captured.run("version");
    assertThat(run.exit()).isEqualTo(Exit.DONE);
    assertThat(run.out()).matches("waymark \\d+\\.\\d+\\.\\d+ \\(Java 25.*\\)\n");
    assertThat(Captured.run("version", "--json").out())
        .startsWith("{\n  \"version\" : \"")
        .contains("\"java\" : \"25");
  }

  @Test
  void schemaIsPrinted() {
    assertThat(Captured.run("schema").out()).startsWith("{").contains("2020-12", "rules");
    assertThat(Captured.run("schema", "--json").out()).isEqualTo(Captured.run("schema").out());
  }

  @Test
  void nothingAskedIsWrongUsage() {
    Captured run = Captured.run();
    assertThat(run.exit()).isEqualTo(Exit.WRONG);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("waymark COMMAND [OPTION...]").contains("explain");
  }

  @Test
  void helpIsAResult() {
    Captured run = Captured.run("--help");
    assertThat(run.exit()).isEqualTo(Exit.DONE);
    assertThat(run.out()).contains("run", "check", "status", "explain", "down", "schema");
    assertThat(Captured.run("explain", "--help").out())
        .startsWith(
            "waymark explain [--port PORT] [--from CLIENT] [-c FILE] [--json] [-h] NAME|ADDRESS\n");
    assertThat(Captured.run("run", "--help").out()).doesNotContain("rehearse");
  }

  @Test
  void wrongUsageSaysWhatAndWhereHelpIs() {
    wrong("there is no command 'statsu', but run, check, plan, apply, status, explain,", "statsu");
    wrong("there is no option '--bad'; see `waymark check --help`", "check", "--bad");
    wrong("'x' is one word too many; see `waymark schema --help`", "schema", "x");
    wrong("'b' is one word too many; see `waymark explain --help`", "explain", "a", "b");
    wrong("NAME|ADDRESS is missing; see `waymark explain --help`", "explain");
    wrong("--json takes no value; see", "check", "--json=yes");
    wrong("--json is given twice; see", "check", "--json", "--json");
    wrong("-c FILE: the value is missing; see `waymark check --help`", "check", "--config=");
    wrong("'a..b' has two dots in a row; give a name or an address", "explain", "a..b");
    wrong("--port: 'web' is not a port; expected: 443,", "explain", "a.example", "--port", "web");
    wrong("--from: '192.0.2.256'", "explain", "a.example", "--from", "192.0.2.256");
    wrong("-c FILE: the value is missing", "check", "-c");
    wrong("'delete' is not what it does; see `waymark countries --help`", "countries", "delete");
    wrong(
        "--url is ftp://a.example; expected: a URL",
        "countries",
        "update",
        "--url=ftp://a.example");
  }

  private static void wrong(String message, String... arguments) {
    Captured run = Captured.run(arguments);
    assertThat(run.exit()).isEqualTo(Exit.WRONG);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("waymark: " + message);
  }

  @Test
  void checkCountsWhatIsRight(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("waymark.yaml");
    Files.writeString(
        file,
        """
        links: { vpn: { interface: wg0 } }
        rules:
          - { name: a, to: vpn, domains: [a.example, b.example], networks: [203.0.113.0/24] }
        default: [vpn, direct]
        """);
    Captured run = Captured.run("check", "-c", file.toString());
    assertThat(run.exit()).isEqualTo(Exit.DONE);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            file
                + " is right: 1 link, 1 rule with 2 names and 1 network, default vpn, else"
                + " direct\n");
    assertThat(Captured.run("check", "--json", "-c", file.toString()).out()).isEqualTo("[]\n");
  }

  @Test
  void checkPrintsEveryProblem(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("waymark.yaml");
    Files.writeString(file, "rules:\n  - { name: a, to: vnp, domains: [a..b] }\ndefualt: direct\n");
    Captured run = Captured.run("check", "-c", file.toString());
    assertThat(run.exit()).isEqualTo(Exit.WRONG);
    assertThat(run.out().lines()).hasSize(3).allMatch(line -> line.startsWith(file + ":"));
    assertThat(run.err()).isEqualTo("waymark: 3 problems in " + file + "\n");
    Captured json = Captured.run("check", "--json", "-c", file.toString());
    assertThat(json.exit()).isEqualTo(Exit.WRONG);
    assertThat(json.out())
        .startsWith("[ {\n  \"file\" : \"" + file + "\",\n  \"line\" : 2,\n  \"column\" : ")
        .contains("\"key\" : \"rules[0].to\"", "\"what\" : \"'vnp' is not a link\"");
  }

  @Test
  void aWrongFileStopsOtherCommandsWithItsProblems(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("waymark.yaml");
    Files.writeString(file, "rules: 7\n");
    for (String command : new String[] {"status", "run", "down"}) {
      Captured run = Captured.run(command, "-c", file.toString());
      assertThat(run.exit()).isEqualTo(Exit.WRONG);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .startsWith(file + ":1:")
          .endsWith("waymark: 1 problem in " + file + "\n");
    }
  }
}
