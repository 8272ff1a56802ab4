/**
 * The REST API of a host: HTTP on a unix socket that only the daemon's own user can open, and the
 * public paths on TCP where that is configured.
 *
 * <pre>
 *  client ─ unix socket ─▶ Console (Jetty) ─▶ LocalApi ─▶ Host (the program) ─▶ engine
 *  anybody ─── TCP ──────▶   (the open paths)    ├─ records of the API as JSON
 *                                                ├─ MetricsPage: figures as text
 *                                                └─ EventStreams: events as they happen
 * </pre>
 *
 * <p>The module knows neither the engine nor the kernel: all answers come from {@link
 * waymark.console.Host}.
 */
@NullMarked
package waymark.console;

import org.jspecify.annotations.NullMarked;
