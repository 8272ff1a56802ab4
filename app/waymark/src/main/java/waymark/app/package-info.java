/**
 * The program: {@link waymark.app.Main} finds the command that a word means and runs it.
 *
 * <pre>
 *  6 app ─▶ 5 command ─▶ 4 daemon lab ─▶ 3 client ─▶ 2 toapi view lockout ─▶ 1 cli config
 * </pre>
 *
 * <p>A package depends only on packages of a lower number.
 */
package waymark.app;
