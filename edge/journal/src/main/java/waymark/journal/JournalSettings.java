package waymark.journal;

/**
 * What the journal keeps, and how much of it.
 *
 * @param bytes the most that its files take together
 * @param days rows older than this are deleted
 */
public record JournalSettings(Mode mode, long bytes, int days) {
  /** What a row says. */
  public enum Mode {
    /** No row is written; those written before go in time. */
    OFF,
    /** Names and addresses are written as keyed hashes. */
    HASHED,
    /** Names and addresses are written as they are. */
    FULL
  }

  /** The least that a journal may take. */
  public static final long LEAST_BYTES = 1_000_000;

  /** The most that a journal may take. */
  public static final long MOST_BYTES = 1_000_000_000_000L;

  /** The longest that rows may be kept. */
  public static final int MOST_DAYS = 3_650;

  /** What a host keeps that says nothing of it. */
  public static final JournalSettings DEFAULT = new JournalSettings(Mode.HASHED, 200_000_000, 14);

  private static final long DAY_MILLIS = 86_400_000;
  private static final int SEGMENTS = 16;
  private static final long SMALLEST_SEGMENT = 64 << 10;
  private static final long LARGEST_SEGMENT = 8 << 20;

  public JournalSettings {
    if (bytes < LEAST_BYTES || bytes > MOST_BYTES) {
      throw new IllegalArgumentException("a journal has 1 MB to 1 TB, not " + bytes + " bytes");
    }
    if (days < 1 || days > MOST_DAYS) {
      throw new IllegalArgumentException("rows are kept for 1 to 3650 days, not " + days);
    }
  }

  boolean isOn() {
    return mode != Mode.OFF;
  }

  /** The size at which a segment is full: small, because the oldest goes as a whole. */
  long segmentBytes() {
    return Math.clamp(bytes / SEGMENTS, SMALLEST_SEGMENT, LARGEST_SEGMENT);
  }

  /** For how long, in milliseconds, a segment takes rows. */
  long segmentMillis() {
    return days * DAY_MILLIS / (4 * SEGMENTS);
  }

  /** The time before which no row is kept, in milliseconds since the epoch. */
  long oldest(long now) {
    return now - days * DAY_MILLIS;
  }
}
