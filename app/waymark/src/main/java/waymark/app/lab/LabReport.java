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
    double seconds) {

  public LabReport {
    rows = List.copyOf(rows);
    answers = List.copyOf(answers);
  }

  /** How long answers took in one case. */
  public record Timing(String what, AnswerTimes times) {}
}
