package waymark.kernel.capture;

import java.util.Optional;

/**
 * Notices that connections pass this host, but no DNS: names are then resolved where Waymark cannot
 * see it. Owned by one thread.
 */
public final class DnsSilence {
  /** So long nothing need come after a start. */
  private static final long PATIENCE_SECONDS = 300;

  /** Fewer connections may be the host's own housekeeping. */
  private static final long CONNECTIONS = 20;

  private final long begin;
  private long questions;
  private boolean told;

  /**
   * @param now in seconds
   */
  public DnsSilence(long now) {
    begin = now;
  }

  /**
   * A sentence to tell, once in a life.
   *
   * @param now in seconds
   * @param seen the questions that were read since the start
   * @param connections that are tracked now
   * @param listening whether a program of this host answers at the port of DNS
   */
  public Optional<String> look(long now, long seen, long connections, boolean listening) {
    questions = Math.max(questions, seen);
    long silent = now - begin;
    if (told || questions > 0 || silent < PATIENCE_SECONDS || connections < CONNECTIONS) {
      return Optional.empty();
    }
    told = true;
    return Optional.of(
        "no DNS question has been seen in "
            + silent / 60
            + " minutes, although "
            + connections
            + " connections are tracked: rules with names cannot work."
            + (listening
                ? " A program of this host listens on port 53, so its clients may be answered by"
                    + " another way"
                : " Clients may use encrypted DNS, another router or a bridge")
            + ", see docs/dns.md");
  }
}
