/**
 * The program: its command line, and the place where the parts are made and tied together.
 *
 * <pre>
 *  run, down ──▶ Configuration ──▶ KernelHost ◀── HostAnswers ◀── Console
 *                                                                    ▲ unix socket
 *  status, explain ──▶ Daemon ───────────────────────────────────────┘
 *  check ──▶ Configuration          schema, version ──▶ resources
 * </pre>
 *
 * <p>Each word of the command line is a {@link waymark.app.Command}; {@link waymark.app.Main} lists
 * them and makes only the one that is wanted. Results go to the standard output, messages to the
 * standard error.
 */
@NullMarked
package waymark.app;

import org.jspecify.annotations.NullMarked;
