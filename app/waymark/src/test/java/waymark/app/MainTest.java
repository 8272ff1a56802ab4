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
  void withoutACommandTheHelpIsAMessage() {
    Captured run = Captured.run();
    assertThat(run.exit()).isEqualTo(Exit.WRONG);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo(Captured.run("--help").out());
  }

  @Test
  void helpIsAResult() {
    Captured run = Captured.run("--help");
    assertThat(run.exit()).isEqualTo(Exit.DONE);
    assertThat(run.out())
        .startsWith("Waymark routes each connection")
        .contains("\nUsage: waymark COMMAND [OPTION]...\n", "\n  explain     Explain which rule ")
        .doesNotContain("rehearse", "  man ")
        .endsWith("\nRun 'waymark COMMAND --help' for the options of a command.\n");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(Captured.run("help").out()).isEqualTo(run.out());
  }

  @Test
  void helpOfACommandHasItsOptions() {
    String help = Captured.run("lab", "--help").out();
    assertThat(help)
        .isEqualTo(
            """
            Test Waymark in a private network of its own.

            Usage: waymark lab [OPTION]...

            Options:
                  --all         Also test every plane, failover, default deny, scoped rules,
                                changing lists and countries, and policy swaps under load.
                  --neighbours  Test Waymark beside other tools: wg-quick, Docker,
                                firewalld, mwan3, Tailscale, traffic shaping, a DNS filter,
                                bridges, port forwards, callers from outside, and DNS load
                                while a large policy is applied and the daemon restarts.
                  --trouble     Show what Waymark's commands say when something is wrong: a
                                broken file, a missing list, denied names, a shared address,
                                a lost link, a failed start.
                  --only TEXT   Run only the scenarios that have this text in their titles.
                  --keep        Open a shell on the client afterwards.
                  --names N     Resolve this many new names in the burst; 3000 by default.
                  --clients N   Let this many clients ask at once; 16 by default.
                  --networks N  The networks of the large policy; 400000 by default.
                  --rounds N    Apply it, and restart the daemon, so many times; 10 by
                                default.
                  --repeat N    Run the lab so many times, each in a new network, until one
                                run fails.
                  --json        Print JSON.
              -h, --help        Print this help.
            """);
    assertThat(Captured.run("help", "lab").out()).isEqualTo(help);
    assertThat(Captured.run("completion", "-h").out()).contains("\nSHELL: bash, zsh, fish\n");
  }

  @Test
  void wrongUsageSaysWhatIsWrongAndWhereHelpIs() {
    wrong("unknown command 'statsu'; did you mean 'status'? See 'waymark --help'\n", "statsu");
    wrong("unknown command 'x'; see 'waymark --help'\n", "x");
    wrong("unknown option '--bad'; see 'waymark --help'\n", "--bad");
    wrong(
        """
        unknown option '--jsno'; did you mean '--json'? See 'waymark check --help'
        Usage: waymark check [OPTION]...
        """,
        "check",
        "--jsno");
    wrong("unknown option '-j'; see 'waymark check --help'\n", "check", "-j");
    wrong(
        """
        missing operand NAME|ADDRESS; see 'waymark explain --help'
        Usage: waymark explain [OPTION]... NAME|ADDRESS
        """,
        "explain");
    wrong("unexpected argument 'x'; see 'waymark schema --help'\n", "schema", "x");
    wrong("unexpected argument 'b'; see 'waymark explain --help'\n", "explain", "a", "b");
    wrong("option '--json' takes no value; see", "check", "--json=yes");
    wrong("option '--json' is given twice; see", "check", "--json", "--json");
    wrong("missing value for option '--config FILE'; see", "check", "--config=");
    wrong("missing value for option '-c FILE'; see", "check", "-c");
    wrong("'a..b' has two dots in a row; give a domain name", "explain", "a..b");
    wrong("option '--port': 'web' is not a port; expected: 443,", "explain", "a", "--port", "web");
    wrong("option '--from': '192.0.2.256'", "explain", "a.example", "--from", "192.0.2.256");
    wrong("invalid ACTION 'delete': expected update; see", "countries", "delete");
    wrong("invalid COMMAND 'stauts': expected run, check,", "help", "stauts");
    wrong(
        "invalid value 'ftp://a.example' for '--url': expected an http or https URL; see",
        "countries",
        "update",
        "--url=ftp://a.example");
    wrong(
        "options '--confirm' and '--confirm-within' exclude each other; see",
        "apply",
        "--confirm",
        "--confirm-within",
        "60s");
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
        links: { vpn: { interface: eth1, gateway: 198.51.100.1 } }
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
                + " is valid: 1 link, 1 rule with 2 names and 1 network, default vpn, else"
                + " direct\n");
    assertThat(Captured.run("check", "--json", "-c", file.toString()).out())
        .isEqualTo("{\n  \"problems\" : [ ],\n  \"warnings\" : [ ],\n  \"notes\" : [ ]\n}\n");
  }

  @Test
  void checkWarnsOfWhatThePlaneCannotDo(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("waymark.yaml");
    Files.writeString(
        file,
        """
        links: { vpn: { interface: wg0 } }
        rules: [{ name: a, to: vpn, domains: [a.example] }, { name: b, to: block, domains: [/ads/] }]
        plane: routes
        """);
    Captured run = Captured.run("check", "-c", file.toString());
    assertThat(run.exit()).isEqualTo(Exit.DONE);
    assertThat(run.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("waymark: warning: rule 'a' and 1 more: plane"),
            line -> assertThat(line).startsWith("waymark: warning: rule 'b': plane routes refuses"),
            line -> assertThat(line).startsWith("waymark: warning: rule 'b': /ads/ matches"));
    Captured json = Captured.run("check", "--json", "-c", file.toString());
    assertThat(json.exit()).isEqualTo(Exit.DONE);
    assertThat(json.err()).isEmpty();
    assertThat(json.out())
        .contains(
            "\"problems\" : [ ]", "\"rule 'a' and 1 more: plane", "\"rule 'b': /ads/ matches");
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
        .startsWith(
            "{\n  \"problems\" : [ {\n    \"file\" : \""
                + file
                + "\",\n    \"line\" : 2,\n    \"column\" : ")
        .contains("\"key\" : \"rules[0].to\"", "\"what\" : \"'vnp' is not a link\"");
  }

  @Test
  void aWrongFileStopsTheCommandsThatNeedIt(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("waymark.yaml");
    Files.writeString(file, "rules: 7\nstate: " + folder + "\n");
    Captured run = Captured.run("run", "-c", file.toString());
    assertThat(run.exit()).isEqualTo(Exit.WRONG);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith(file + ":1:").endsWith("waymark: 1 problem in " + file + "\n");
    for (String command : new String[] {"check", "plan", "apply"}) {
      Captured other = Captured.run(command, "-c", file.toString());
      assertThat(other.exit()).isEqualTo(Exit.WRONG);
      assertThat(other.out()).startsWith(file + ":1:");
    }
  }
}
