package waymark.app.lab;

import java.util.Locale;
import waymark.app.cli.Terminal;
import waymark.app.cli.Terminal.Tone;
import waymark.app.view.Columns;
import waymark.app.view.Columns.Cell;

/** What happened in the lab, for people. */
public final class LabText {
  public static final String KEPT =
      """

      This shell is on the client; leave it, and all of this is gone. For example:
        curl http://www.suffix.example/        says by which uplink it came: isp2
        curl http://www.other.example/         isp1
        nsenter --net=/run/netns/router nft list table inet waymark
        cat /run/lab/waymark.yaml

      """;

  private LabText() {}

  public static String of(LabReport report, Terminal terminal) {
    StringBuilder text = new StringBuilder();
    rows(report, terminal, text);
    text.append('\n');
    times(report, terminal, text);
    text.append('\n');
    long right = report.rows().stream().filter(Row::right).count();
    text.append("isp1 is the router's default route (direct), isp2 the second link: ")
        .append(report.secondLink())
        .append(".\nReady ")
        .append(report.readyMillis())
        .append(" ms after the start of its process. The lab took ")
        .append(report.seconds())
        .append(" s.\n");
    text.append(
        report.passed()
            ? terminal.paint(Tone.GOOD, "All " + right + " as expected.")
            : terminal.paint(
                Tone.BAD,
                (report.rows().size() - right)
                    + " of "
                    + report.rows().size()
                    + " not as expected."));
    return text.append('\n').toString();
  }

  private static void rows(LabReport report, Terminal terminal, StringBuilder text) {
    Columns columns =
        new Columns()
            .left("")
            .left("SCENARIO")
            .left("ASKED")
            .left("RULE")
            .left("EXPECTED")
            .left("TAKEN")
            .right("WRONG")
            .left("ANSWER")
            .right("ADDED")
            .left("");
    String last = "";
    for (Row row : report.rows()) {
      Tone tone = row.right() ? Tone.GOOD : Tone.BAD;
      columns.row(
          new Cell(row.right() ? "ok" : "NO", tone),
          Cell.of(row.scenario().equals(last) ? "" : row.scenario()),
          Cell.of(row.asked()),
          Cell.of(row.rule()),
          Cell.of(row.expected()),
          new Cell(row.taken(), tone),
          Cell.of(Long.toString(row.wrongFirstPackets())),
          Cell.of(row.held()),
          Cell.of(row.addedMicros() == 0 ? "" : row.addedMicros() + " us"),
          new Cell(row.note(), Tone.FAINT));
      last = row.scenario();
    }
    columns.print("", terminal, text);
  }

  private static void times(LabReport report, Terminal terminal, StringBuilder text) {
    Columns columns =
        new Columns().left("ANSWER TIMES").right("ANSWERS").right("MEDIAN").right("99 OF 100");
    for (LabReport.Timing timing : report.answers()) {
      columns.row(
          Cell.of(timing.what()),
          Cell.of(Integer.toString(timing.times().answers())),
          Cell.of(micros(timing.times().median())),
          Cell.of(micros(timing.times().p99())));
    }
    columns.print("", terminal, text);
  }

  private static String micros(double micros) {
    return String.format(Locale.ROOT, "%.0f us", micros);
  }
}
