package waymark.health;

/** Is told when links turn up or down. */
@FunctionalInterface
public interface HealthListener {
  /**
   * A link has turned up or down. Called by the probing threads, one at a time and in order;
   * probing continues when this returns. Not called for checks that {@link HealthChecks#replace}
   * has ended, so it must not wait for a thread in that method.
   */
  void turned(String link, LinkHealth health);
}
