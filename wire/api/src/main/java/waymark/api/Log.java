package waymark.api;

import java.util.List;

/**
 * A page of the journal.
 *
 * @param last the number to ask with next time
 * @param more whether there may be more rows now
 * @param begins the time of the oldest row that is kept; empty: none is
 * @param rows in order
 */
public record Log(long last, boolean more, String begins, List<LogRow> rows) {
  public Log {
    rows = List.copyOf(rows);
  }
}
