package waymark.api;

/**
 * The state of the journal.
 *
 * @param mode {@code hashed}, {@code full} or {@code off}
 * @param rows written since the start
 * @param lost rows since the start that could not be written
 * @param bytes on disk
 * @param begins the time of the oldest row: {@code 2026-01-31T09:00:00.123Z}; empty without rows
 * @param fault why nothing is written now; empty: it is
 */
public record JournalStatus(
    Mode mode, long rows, long lost, long bytes, String begins, String fault) {
  /** What a row says. */
  public enum Mode {
    /** No rows are written. */
    OFF,
    /** Names and addresses are hashed. */
    HASHED,
    FULL;

    @Override
    public String toString() {
      return JsonNames.of(this);
    }
  }
}
