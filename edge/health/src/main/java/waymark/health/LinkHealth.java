package waymark.health;

import java.time.Instant;

/**
 * A link as its probes show it.
 *
 * @param latencyNanos smoothed; 0 while no probe was good
 * @param loss the share of failed ones among the last {@value Health#WINDOW} probes, 0 to 1
 * @param since when it turned up or down, or when its check began
 * @param lastError why the last failed probe failed; empty while none has
 */
public record LinkHealth(
    boolean up, long latencyNanos, double loss, Instant since, String lastError) {}
