package waymark.learn;

import java.time.Duration;
import java.time.Instant;

/** Something from outside that is looked at again and again. */
public interface Refreshable {
  /** What messages call it: {@code list 'ads'}. */
  String title();

  /** How long it is good for. */
  Duration every();

  /** When it was last known to be the newest; {@link Instant#MIN} when it never was. */
  Instant refreshed();

  /**
   * Looks for a newer version and takes it.
   *
   * @return whether what it says has changed
   * @throws LearnException when there is none that can be used; what was there before stays
   */
  boolean refresh();

  /** Whether the version found last is the one in use; why not was thrown once. */
  default boolean isGood() {
    return true;
  }
}
