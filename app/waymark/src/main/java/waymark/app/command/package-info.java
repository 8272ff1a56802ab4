/** One class for each command of the command line. */
package waymark.app.command;
