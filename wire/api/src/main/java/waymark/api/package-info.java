/**
 * What the command line, a page or a gateway may ask a host, and what it is told.
 *
 * <pre>
 *  GET /api/v1/status                      ─▶ Status
 *  GET /api/v1/explain?name= | ?address=   ─▶ Explained
 *  GET /api/v1/events?since=               ─▶ Events; as text/event-stream: Event, one by one
 *  GET /api/v1/conflicts                   ─▶ Conflicts
 *  GET /api/v1/traffic                     ─▶ Traffic
 *  POST /api/v1/plan      PolicyFile       ─▶ Plan
 *  POST /api/v1/apply     PolicyFile       ─▶ Applied
 *  POST /api/v1/confirm                    ─▶ Applied
 *  a file that is wrong                    ─▶ FileProblems
 *  GET /healthz, /readyz                   ─▶ Liveness, Readiness
 *  anything that cannot be answered        ─▶ Problem
 *                         Json: these records ⇄ UTF-8
 * </pre>
 *
 * <p>The shape is a promise. Within {@code v1} no key is taken away or changes its meaning; every
 * key is always there, zero or empty where it does not apply; and who reads must pass over keys
 * that he does not know, because new ones may come. Words such as {@code up} are written in lower
 * case. Times are ISO 8601 in UTC, durations whole seconds.
 *
 * <p>It knows neither HTTP nor the engine.
 */
@NullMarked
package waymark.api;

import org.jspecify.annotations.NullMarked;
