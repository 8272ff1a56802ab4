/** The command line: arguments, options, exit codes, the terminal. */
package waymark.app.cli;
