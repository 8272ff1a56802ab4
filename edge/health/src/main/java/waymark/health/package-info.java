/**
 * Which links answer, how fast and how lossy.
 *
 * <pre>
 *  Check ──▶ ProbeThread ──▶ Attempt ──▶ BoundSocket ── by the link's interface, with its mark ──▶
 *            one a link         │
 *                ▲           Outcome
 *                │              ▼
 *              Pace ◀─────── Health ──▶ LinkHealth ──▶ HealthListener, HealthChecks.now()
 * </pre>
 *
 * <p>A link is probed as its check says, each time by a socket of its own that the kernel lets
 * leave by that link alone. Outcomes in a row turn it up or down. What follows from that is decided
 * elsewhere: nothing here knows groups, rules or the kernel's tables.
 */
package waymark.health;
