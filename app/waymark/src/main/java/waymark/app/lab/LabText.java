package waymark.app.lab;

import java.util.Locale;
import waymark.app.cli.Terminal;
import waymark.app.cli.Terminal.Tone;
import waymark.app.view.Columns;
import waymark.app.view.Columns.Cell;

/** The report of the lab as people read it. */
public final class LabText {
  public static final String KEPT =
      """

      This shell runs on the client; when you leave it, the lab is removed. For example:
        curl http://www.suffix.example/        prints the uplink that it took: isp2
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
    long right = report.rows().stream().filter(Row::hasPassed).count();
    text.append("isp1 is the router's default route (direct), isp2 the second link: ")
        .append(report.secondLink())
        .append(".\nWaymark was ready ")
        .append(report.readyMillis())
        .append(" ms after its process started. The lab took ")
        .append(report.seconds())
        .append(" s. TCP segments sent again: ")
        .append(report.retransmissions())
        .append(".\n");
    beside(report.beside(), text);
    text.append(
        report.passed()
            ? terminal.paint(Tone.GOOD, "All " + right + " results are as expected.")
            : terminal.paint(
                Tone.BAD,
                (report.rows().size() - right)
                    + " of "
                    + report.rows().size()
                    + " results are not as expected."));
    text.append('\n');
    report.silent().forEach(connection -> silent(connection, text));
    return text.toString();
  }

  private static void beside(Totals totals, StringBuilder text) {
    if (totals.connections() > 0) {
      text.append("Beside the neighbours: ")
          .append(totals.connections())
          .append(" connections, ")
          .append(totals.datagrams())
          .append(" datagrams, ")
          .append(totals.questions())
          .append(" questions: ")
          .append(totals.astray())
          .append(" astray, ")
          .append(totals.unanswered())
          .append(" unanswered. The longest wait for an answer was ")
          .append(totals.longestWaitMillis())
          .append(" ms.\n");
    }
  }

  private static void silent(SilentConnection connection, StringBuilder text) {
    text.append("\nNo answer from ")
        .append(connection.site())
        .append(" after ")
        .append(connection.afterMillis())
        .append(" ms. The hosts at that moment:\n");
    for (SilentConnection.HostState host : connection.hosts()) {
      text.append("\n== ").append(host.host()).append('\n').append(host.state()).append('\n');
    }
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
      Tone tone = tone(row.outcome());
      columns.row(
          new Cell(word(row.outcome()), tone),
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

  private static Tone tone(Outcome outcome) {
    return switch (outcome) {
      case AS_EXPECTED -> Tone.GOOD;
      case LATE -> Tone.WARNING;
      case WRONG -> Tone.BAD;
    };
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case AS_EXPECTED -> "ok";
      case LATE -> "LATE";
      case WRONG -> "NO";
    };
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
