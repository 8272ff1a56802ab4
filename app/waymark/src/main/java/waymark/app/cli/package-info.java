/**
 * The command line: what commands take, how their words are parsed, help, exit codes, the terminal.
 */
package waymark.app.cli;
