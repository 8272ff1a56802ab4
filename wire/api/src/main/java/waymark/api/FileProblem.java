package waymark.api;

/**
 * A problem in a configuration file.
 *
 * @param line from 1; 0 when the file as a whole is meant
 * @param column from 1; 0 when the file as a whole is meant
 * @param key the path of the key; empty for the file as a whole
 * @param what the problem
 * @param expected what is expected instead; empty when {@code what} says it
 */
public record FileProblem(
    String file, int line, int column, String key, String what, String expected) {}
