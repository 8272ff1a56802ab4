package waymark.app.daemon;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.api.Applied;
import waymark.app.config.Configuration;
import waymark.app.toapi.AddressCount;
import waymark.engine.Transition;

/**
 * A configuration file whose policy is in force.
 *
 * @param file which it was read from
 * @param text of it, as it was then
 * @param source of the policy, with what lists and countries say
 */
record ActivePolicy(Path file, String text, Configuration configuration, PolicySource source) {
  private static final Logger log = LoggerFactory.getLogger(ActivePolicy.class);

  /**
   * The result of putting it in force.
   *
   * @param start the file that a restart loads
   * @param transition from the policy before
   * @param began when the request came, by the clock of {@link System#nanoTime}
   * @param swapped how long the kernel and its policy took, in nanoseconds
   * @param confirmWithin the seconds left to confirm it; 0: no confirmation is needed
   */
  Applied applied(Path start, Transition transition, long began, long swapped, long confirmWithin) {
    AddressCount count = AddressCount.of(transition);
    return new Applied(
        file.toString(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began),
        TimeUnit.NANOSECONDS.toMillis(swapped),
        rules(),
        count.stay(),
        count.move(),
        count.dropped(),
        confirmWithin,
        note(start),
        source.warnings());
  }

  /** The result of confirming it; the figures were in that of putting it in force. */
  Applied confirmed(Path start) {
    return new Applied(file.toString(), 0, 0, rules(), 0, 0, 0, 0, note(start), source.warnings());
  }

  private int rules() {
    return configuration.policy().rules().size();
  }

  private String note(Path start) {
    return file.equals(start) ? "" : "a restart loads " + start;
  }

  /** Tells the log, once it is in force. */
  static void log(Applied applied) {
    log.info(
        "Applied {} in {} ms, of which {} ms for the kernel: {} rules; learned addresses: {} stay,"
            + " {} move, {} dropped{}",
        applied.file(),
        applied.milliseconds(),
        applied.swapMilliseconds(),
        applied.rules(),
        applied.stay(),
        applied.move(),
        applied.dropped(),
        applied.confirmWithin() > 0
            ? "; rolled back unless confirmed within " + applied.confirmWithin() + " s"
            : "");
  }
}
