/**
 * The program: {@link waymark.app.Main} names its commands and runs the one that is asked for.
 *
 * <pre>
 *  7 app ─▶ 6 command ─▶ 5 daemon lab ─▶ 4 client ─▶ 3 toapi view lockout manual ─▶ 2 cli config ─▶ 1 text
 * </pre>
 *
 * <p>A package depends only on packages of a lower number.
 */
package waymark.app;
