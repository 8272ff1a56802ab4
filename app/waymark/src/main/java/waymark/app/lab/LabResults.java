package waymark.app.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What has been seen in the lab so far. */
final class LabResults {
  private final List<Row> rows = new ArrayList<>();
  private final List<LabReport.Timing> timings = new ArrayList<>();
  private final List<Long> occasional = new ArrayList<>();
  private final List<SilentConnection> silent = new ArrayList<>();
  private AnswerTimes without = AnswerTimes.NONE;

  void add(Row row) {
    rows.add(row);
  }

  void add(LabReport.Timing timing) {
    timings.add(timing);
  }

  /** Keeps what was taken down of connections that nobody expected to be silent. */
  void addSilent(List<SilentConnection> connections) {
    silent.addAll(connections);
  }

  /** How long occasional answers take without Waymark. */
  void addWithout(AnswerTimes times) {
    without = times;
    add(new LabReport.Timing("without Waymark, occasional", times));
  }

  /** How much longer an answer took than the median without Waymark, in microseconds. */
  long added(Browser.Reply reply) {
    occasional.add(reply.nanos());
    return Math.max(0, Math.round(reply.nanos() / 1e3 - without.median()));
  }

  /** The report of a lab in which everything has been tried. */
  LabReport report(Lab lab, Duration ready, long retransmissions, long nanos) {
    add(
        new LabReport.Timing(
            "held, occasional: the rows above",
            AnswerTimes.of(occasional.stream().mapToLong(Long::longValue).toArray())));
    return new LabReport(
        rows.stream().allMatch(Row::hasPassed),
        lab.second().what(),
        lab.names(),
        lab.clients(),
        ready.toMillis(),
        rows,
        timings,
        retransmissions,
        lab.tally().totals(),
        silent,
        Math.round(nanos / 1e8) / 10.0);
  }
}
