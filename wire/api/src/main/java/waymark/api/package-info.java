/**
 * The requests that the command line, a page or a gateway may send to a host, and the answers.
 *
 * <pre>
 *  GET /api/v1/status                      ─▶ Status
 *  GET /api/v1/explain?name= | ?address=   ─▶ Explained
 *  GET /api/v1/events?since=               ─▶ Events; as text/event-stream: Event, one by one
 *  GET /api/v1/log?after=&…                ─▶ Log; as text/event-stream: LogRow, one by one
 *  GET /api/v1/conflicts                   ─▶ Conflicts
 *  GET /api/v1/traffic                     ─▶ Traffic
 *  GET /api/v1/denials                     ─▶ Denials
 *  GET /api/v1/lists                       ─▶ Lists
 *  POST /api/v1/lists/refresh              ─▶ Lists
 *  POST /api/v1/plan      PolicyFile       ─▶ Plan
 *  POST /api/v1/apply     PolicyFile       ─▶ Applied
 *  POST /api/v1/confirm                    ─▶ Applied
 *  a file that is wrong                    ─▶ FileProblems
 *  GET /healthz, /readyz                   ─▶ Liveness, Readiness
 *  anything that cannot be answered        ─▶ Problem
 *                         Json: these records ⇄ UTF-8
 * </pre>
 *
 * <p>The format is stable. Within {@code v1} no key is removed or changes its meaning; every key is
 * always present, with zero or an empty value where it does not apply; and readers must ignore
 * unknown keys, because new ones may be added. Constants such as {@code up} are written in lower
 * case. Times are ISO 8601 in UTC, durations whole seconds.
 *
 * <p>The module knows neither HTTP nor the engine.
 */
@NullMarked
package waymark.api;

import org.jspecify.annotations.NullMarked;
