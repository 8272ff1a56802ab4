package waymark.app.cli;

/**
 * A command line that somebody may want, for the manual page.
 *
 * @param what it does: a sentence
 */
public record Example(String line, String what) {}
