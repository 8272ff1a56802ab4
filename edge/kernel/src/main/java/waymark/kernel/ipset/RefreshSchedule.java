package waymark.kernel.ipset;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.LongSupplier;
import waymark.policy.Network;

/**
 * Whose turn it is among entries that end unless they are renewed: each comes once in a third of
 * the time that it lasts, and all of them spread evenly over it.
 */
final class RefreshSchedule {
  /** The size of a batch, small enough to delay an answer by less than a millisecond. */
  static final int MOST = 256;

  private static final int TURNS = 3;

  /** Fewer than {@link #MOST} are not worth a system call more often than that. */
  private static final long PAUSE_NANOS = 1_000_000_000;

  private final long period;
  private final LongSupplier nanos;

  /** When each was made or renewed last; the longest ago comes first. */
  private final SequencedMap<Entry, Long> turns = new LinkedHashMap<>();

  /** Until then what is due by now has been given out. */
  private long last;

  private long again;

  /** An entry of a set. */
  record Entry(String set, Network network) {}

  /**
   * @param lasting so long an entry lasts; zero: for ever
   * @param nanos the time, counted from anywhere
   */
  RefreshSchedule(Duration lasting, LongSupplier nanos) {
    period = lasting.toNanos() / TURNS;
    this.nanos = nanos;
    last = nanos.getAsLong();
    again = last;
  }

  /** An entry has just been made. */
  void made(String set, Network network) {
    if (period > 0) {
      turns.putLast(new Entry(set, network), nanos.getAsLong());
    }
  }

  void gone(String set, Network network) {
    turns.remove(new Entry(set, network));
  }

  void clear() {
    turns.clear();
  }

  /**
   * Those to renew now, at most {@link #MOST}; where these are so many, there may be more. What is
   * not {@link #made} again is among the next ones.
   */
  List<Entry> next() {
    long now = nanos.getAsLong();
    int due = turns.isEmpty() || now - again < 0 ? 0 : due(now);
    if (due == 0) {
      return List.of();
    }
    // What is owed beyond them still is, but not for longer than everything takes.
    last = Math.clamp(last + due * period / turns.size(), now - period, now);
    return turns.keySet().stream().limit(due).toList();
  }

  private int due(long now) {
    long waited = now - last;
    double owed = (double) waited * turns.size() / period;
    boolean late = now - turns.firstEntry().getValue() > period;
    if (late || owed >= MOST || waited >= PAUSE_NANOS) {
      return (int) Math.min(late ? turns.size() : owed, MOST);
    }
    return 0;
  }

  /** They could not be renewed: not at once again. */
  void failed() {
    again = nanos.getAsLong() + PAUSE_NANOS;
  }
}
