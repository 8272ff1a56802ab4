package waymark.kernel.capture;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Event;

/**
 * Tells that held answers are dropped, because their addresses are not learned in time: once when
 * it begins, and once when none was dropped for a while. Owned by the engine's thread.
 */
public final class DroppedAnswers {
  private static final Logger log = LoggerFactory.getLogger(DroppedAnswers.class);

  private static final String SENTENCE =
      "answers with new addresses for rules that fail closed are dropped, because the kernel cannot"
          + " be told these addresses within max-hold, or the rules have no room for them; clients"
          + " ask again";

  /** After so many looks without another the fault is over: clients have asked again by then. */
  private static final int QUIET_LOOKS = 10;

  private long known;
  private long since;
  private int quiet;
  private boolean dropping;

  /**
   * What to tell, at intervals.
   *
   * @param dropped how many were dropped since the start
   */
  public Optional<Event> look(long dropped) {
    boolean more = dropped > known;
    quiet = more ? 0 : quiet + 1;
    if (more && !dropping) {
      dropping = true;
      since = known;
      log.warn("{}{}", Character.toUpperCase(SENTENCE.charAt(0)), SENTENCE.substring(1));
      known = dropped;
      return Optional.of(new Event.Faulty(SENTENCE));
    }
    known = dropped;
    if (dropping && quiet >= QUIET_LOOKS) {
      dropping = false;
      log.info("No more answers are dropped; there were {}", dropped - since);
      return Optional.of(new Event.Recovered("answers with new addresses"));
    }
    return Optional.empty();
  }
}
