/**
 * Manual pages and completion scripts, made from what commands take ({@link
 * waymark.app.cli.Syntax}).
 *
 * <pre>
 *  Syntax of each command ─▶ ManualPage ─▶ roff        man, packages
 *                         └▶ BashCompletion ZshCompletion FishCompletion ─▶ script of the shell
 * </pre>
 *
 * <p>Scripts are complete in themselves: completing a word does not start the program.
 */
package waymark.app.manual;
