package waymark.learn;

import java.time.Duration;
import java.time.Instant;

/** External content that is refreshed regularly. */
public interface Refreshable {
  /** The name for messages: {@code list 'ads'}. */
  String title();

  /** The interval between refreshes. */
  Duration every();

  /** The time of the last successful refresh; {@link Instant#MIN} before the first. */
  Instant refreshed();

  /**
   * Looks for a newer version and uses it.
   *
   * @return whether the content has changed
   * @throws LearnException when the newest version cannot be used; the previous one stays
   */
  boolean refresh();

  /** Whether the newest version is in use; {@link #refresh} throws the reason if not, once. */
  default boolean isGood() {
    return true;
  }

  /** Why the newest version is not in use, as far as the item itself knows; else empty. */
  default String fault() {
    return "";
  }
}
