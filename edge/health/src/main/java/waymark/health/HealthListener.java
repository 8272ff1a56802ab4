package waymark.health;

/** Who is told of links that turn up or down. */
@FunctionalInterface
public interface HealthListener {
  /**
   * A link has turned. Called by the threads that probe, by one at a time and in order; probing
   * goes on when it returns. Never called for a check that {@link HealthChecks#replace} has ended,
   * so it must not wait for a thread that calls that.
   */
  void turned(String link, LinkHealth health);
}
