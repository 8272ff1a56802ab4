/**
 * The local REST interface: HTTP on a unix socket that only the daemon's own user can open.
 *
 * <pre>
 *  client ─ unix socket ─▶ Console (Jetty) ─▶ LocalApi ─▶ Host (the program) ─▶ engine
 *                                                └─ Status, Explained or Problem as JSON
 * </pre>
 *
 * <p>It knows neither engine nor kernel: all answers come from {@link waymark.console.Host}.
 */
@NullMarked
package waymark.console;

import org.jspecify.annotations.NullMarked;
