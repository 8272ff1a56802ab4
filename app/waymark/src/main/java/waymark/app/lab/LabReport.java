package waymark.app.lab;

import java.util.List;

/**
 * The report of the lab.
 *
 * @param passed whether all was as expected
 * @param secondLink what the link to isp2 is made of
 * @param names new names in the burst
 * @param clients how many clients asked at once
 * @param readyMillis from the start of {@code waymark run} until it was ready
 * @param rows what was tried, in order
 * @param answers how long DNS answers took
 * @param retransmissions TCP segments that hosts sent again
 * @param beside what happened beside the neighbours
 * @param silent the first connections that stayed without an answer, with the state of the hosts
 * @param seconds how long the lab took
 */
public record LabReport(
    boolean passed,
    String secondLink,
    int names,
    int clients,
    long readyMillis,
    List<Row> rows,
    List<Timing> answers,
    long retransmissions,
    Totals beside,
    List<SilentConnection> silent,
    double seconds) {

  public LabReport {
    rows = List.copyOf(rows);
    answers = List.copyOf(answers);
    silent = List.copyOf(silent);
  }

  /** How long answers took in one case. */
  public record Timing(String what, AnswerTimes times) {}
}
