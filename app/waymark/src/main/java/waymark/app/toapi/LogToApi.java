package waymark.app.toapi;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import waymark.api.JournalStatus;
import waymark.api.Log;
import waymark.api.LogRow;
import waymark.console.LogQuery;
import waymark.journal.JournalFigures;
import waymark.journal.JournalReader;
import waymark.journal.JournalSettings;
import waymark.journal.KeptRow;
import waymark.journal.Outcome;
import waymark.journal.RowFilter;

/** The journal as records of the API. */
public final class LogToApi {
  /** A page that finds little ends after this time, and says so. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private LogToApi() {}

  /** A page of rows. */
  public static Log log(JournalReader reader, LogQuery query) {
    RowFilter filter =
        new RowFilter(
            query.name(),
            query.client(),
            query.link(),
            query.rule(),
            query.since(),
            query.until(),
            query.denied());
    JournalReader.Page page = reader.read(filter, query.after(), query.limit(), PATIENCE);
    List<LogRow> rows = new ArrayList<>(page.rows().size());
    for (KeptRow row : page.rows()) {
      rows.add(row(row));
    }
    return new Log(page.last(), page.more(), page.begins().map(Instant::toString).orElse(""), rows);
  }

  private static LogRow row(KeptRow row) {
    return switch (row.fate()) {
      case KeptRow.Answered(Outcome outcome, long held) -> row(row, outcome(outcome), held, "", 0);
      case KeptRow.Denied(int protocol, int port) ->
          row(row, LogRow.Outcome.DENIED, 0, DenialToApi.protocol(protocol), port);
    };
  }

  private static LogRow row(
      KeptRow row, LogRow.Outcome outcome, long held, String protocol, int port) {
    return new LogRow(
        row.number(),
        row.at().toString(),
        outcome,
        row.client(),
        row.names(),
        row.addresses(),
        row.rule(),
        row.link(),
        held,
        protocol,
        port);
  }

  private static LogRow.Outcome outcome(Outcome outcome) {
    return switch (outcome) {
      case PASSED -> LogRow.Outcome.PASSED;
      case HELD -> LogRow.Outcome.HELD;
      case LATE -> LogRow.Outcome.LATE;
      case DROPPED -> LogRow.Outcome.DROPPED;
      case OBSERVED -> LogRow.Outcome.OBSERVED;
      case UNTRUSTED -> LogRow.Outcome.UNTRUSTED;
      case FAILED -> LogRow.Outcome.FAILED;
      case DOUBTFUL -> LogRow.Outcome.DOUBTFUL;
    };
  }

  static JournalStatus status(JournalFigures figures) {
    return new JournalStatus(
        mode(figures.mode()),
        figures.rows(),
        figures.lost(),
        figures.bytes(),
        figures.from().map(from -> Instant.ofEpochMilli(from).toString()).orElse(""),
        figures.fault());
  }

  private static JournalStatus.Mode mode(JournalSettings.Mode mode) {
    return switch (mode) {
      case OFF -> JournalStatus.Mode.OFF;
      case HASHED -> JournalStatus.Mode.HASHED;
      case FULL -> JournalStatus.Mode.FULL;
    };
  }
}
