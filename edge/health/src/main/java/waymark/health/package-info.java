/**
 * Health checks of links: reachability, latency and loss.
 *
 * <pre>
 *  Check ──▶ ProbeThread ──▶ ProbeAttempt ──▶ BoundSocket ─ by the link's interface and mark ─▶
 *            one a link          │
 *                ▲          ProbeOutcome
 *                │               ▼
 *          ProbeSchedule ◀── Health ──▶ LinkHealth ──▶ HealthListener, HealthChecks.now()
 * </pre>
 *
 * <p>A link is probed as its check says, each time by a new socket that can leave by that link
 * only. Consecutive outcomes turn the link up or down: {@code Health} counts them, and {@code
 * ProbeSchedule} sets the time between probes, so these two and {@code Check} set how long a
 * failover takes. Nothing here knows groups, rules or the kernel's tables.
 */
package waymark.health;
