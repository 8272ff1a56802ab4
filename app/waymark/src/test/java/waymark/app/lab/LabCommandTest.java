package waymark.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import waymark.api.Json;
import waymark.app.Captured;
import waymark.app.cli.Exit;

class LabCommandTest {
  private static final Row RIGHT =
      new Row(
          "suffix",
          "www.a.example",
          "suffix",
          "isp2",
          "isp2",
          0,
          "hold",
          12,
          Outcome.AS_EXPECTED,
          "");
  private static final Row WRONG =
      new Row(
          "suffix", "b.example", "default", "isp1", "isp2", 1, "hold", 0, Outcome.WRONG, "CNAME");

  private static final Row LATE =
      Row.of(
          "failover",
          "eth2 down",
          "list",
          "isp1 within 1000 ms",
          "isp1 after 1200 ms",
          0,
          Outcome.of(true, false),
          "");

  @Test
  void theOutcomeIsInTheJson() {
    LabReport report = report(RIGHT, LATE, WRONG);
    assertThat(report.passed()).isFalse();
    String json = Json.pretty(report);
    assertThat(json).contains("\"outcome\" : \"late\"", "\"outcome\" : \"as_expected\"");
    assertThat(Json.read(LabReport.class, json.getBytes(StandardCharsets.UTF_8))).isEqualTo(report);
  }

  @Test
  void reportIsATable() {
    assertThat(
            LabText.of(report(RIGHT), Captured.terminal(false)).lines().map(String::stripTrailing))
        .containsExactly(
            "    SCENARIO  ASKED          RULE    EXPECTED  TAKEN  WRONG  ANSWER  ADDED",
            "ok  suffix    www.a.example  suffix  isp2      isp2       0  hold    12 us",
            "",
            "ANSWER TIMES     ANSWERS  MEDIAN  99 OF 100",
            "without Waymark      100   50 us      71 us",
            "",
            "isp1 is the router's default route (direct), isp2 the second link: a plain wire.",
            "Waymark was ready 290 ms after its process started. The lab took 9.5 s. TCP segments sent again: 2.",
            "All 1 results are as expected.");
  }

  @Test
  void whatWentWrongIsCounted() {
    String text = LabText.of(report(RIGHT, WRONG, LATE), Captured.terminal(false));
    assertThat(text)
        .contains("NO              b.example      default  isp1")
        .contains("LATE  failover  eth2 down      list     isp1 within 1000 ms  isp1 after 1200 ms")
        .endsWith("2 of 3 results are not as expected.\n");
  }

  @Test
  void numbersOutOfBoundsAreWrongUsage() {
    for (String[] options :
        List.of(new String[] {"--names", "1"}, new String[] {"--clients", "0"})) {
      Captured run = Captured.run("lab", options[0], options[1]);
      assertThat(run.exit()).isEqualTo(Exit.WRONG);
      assertThat(run.err())
          .contains("invalid value '" + options[1] + "' for '" + options[0] + "': expected ");
    }
  }

  private static LabReport report(Row... rows) {
    List<Row> all = List.of(rows);
    return new LabReport(
        all.stream().allMatch(Row::hasPassed),
        "a plain wire",
        3_000,
        16,
        290,
        all,
        List.of(new LabReport.Timing("without Waymark", new AnswerTimes(100, 50, 71.4))),
        2,
        new Totals(0, 0, 0, 0, 0, 0),
        List.of(),
        9.5);
  }
}
