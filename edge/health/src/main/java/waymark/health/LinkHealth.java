package waymark.health;

import java.time.Instant;

/**
 * The health of a link as its probes show it.
 *
 * @param latencyNanos the smoothed latency; 0 until a probe was good
 * @param loss the share of failed probes among the last {@value Health#WINDOW}, 0 to 1
 * @param since the time when it turned up or down, or when its check began
 * @param lastError the reason of the last failed probe; empty if there was none
 */
public record LinkHealth(
    boolean up, long latencyNanos, double loss, Instant since, String lastError) {}
