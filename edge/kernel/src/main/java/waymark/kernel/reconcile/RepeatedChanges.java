package waymark.kernel.reconcile;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Words the warnings about changes that others make again and again. Owned by one thread. */
final class RepeatedChanges {
  /** Of so many changes in a row the last is called repeated, and later ones are not told. */
  static final int OFTEN = 4;

  /** A row of changes ends when so many seconds pass without one. */
  static final long QUIET_SECONDS = 60;

  private record Row(int changes, long last) {}

  private final Map<String, Row> rows = new HashMap<>();

  /**
   * The warning of a change; empty if it would repeat the one before.
   *
   * @param what was changed, and is put back
   * @param seconds on a clock, counted from anywhere
   */
  Optional<String> warning(String what, long seconds) {
    rows.values().removeIf(row -> seconds - row.last() >= QUIET_SECONDS);
    int changes = rows.getOrDefault(what, new Row(0, seconds)).changes() + 1;
    rows.put(what, new Row(changes, seconds));
    if (changes < OFTEN) {
      return Optional.of("Another process changed " + what + "; Waymark repairs that");
    }
    return changes == OFTEN
        ? Optional.of(
            "Another process keeps changing "
                + what
                + "; Waymark repairs that each time, up to a second later, and packets are lost"
                + " until then: find the process, and keep it from doing so")
        : Optional.empty();
  }
}
