package waymark.app.lab;

import java.time.Duration;

/**
 * How long a client waits for a site.
 *
 * @param suspicious after so long without an answer something may be wrong
 * @param longest when the client gives up
 */
record Patience(Duration suspicious, Duration longest) {
  /**
   * A lost first packet is sent again after 1, 3 and 7 seconds, so two losses are no silence. What
   * the kernels know is taken down before the third attempt.
   */
  static final Patience USUAL = new Patience(Duration.ofMillis(2_500), Duration.ofSeconds(12));

  Patience {
    if (suspicious.compareTo(longest) > 0) {
      throw new IllegalArgumentException("suspicious only after " + suspicious);
    }
  }
}
