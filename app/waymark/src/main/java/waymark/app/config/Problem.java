package waymark.app.config;

import waymark.policy.Printable;

/**
 * One thing wrong in a configuration file.
 *
 * @param file the file as the user named it
 * @param line from 1; 0 for the file as a whole
 * @param column from 1, in characters; 0 for the file as a whole
 * @param key the path of the key, list items counted from 0: {@code rules[0].domains[2]}; empty for
 *     the file as a whole
 * @param what what is wrong
 * @param expected what would be right, or what to do; empty if {@code what} already says it
 */
public record Problem(String file, int line, int column, String key, String what, String expected)
    implements Comparable<Problem> {
  /** Orders by place, then by key, then by text, so that the order never varies. */
  @Override
  public int compareTo(Problem other) {
    if (line != other.line) {
      return Integer.compare(line, other.line);
    }
    if (column != other.column) {
      return Integer.compare(column, other.column);
    }
    int byKey = key.compareTo(other.key);
    return byKey != 0 ? byKey : what.compareTo(other.what);
  }

  /** {@code file:line:column: key: what; expected: …}, a form that editors and terminals link. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line).append(':').append(column);
    }
    text.append(": ");
    if (!key.isEmpty()) {
      text.append(key).append(": ");
    }
    text.append(what);
    if (!expected.isEmpty()) {
      text.append("; expected: ").append(expected);
    }
    return Printable.of(text.toString());
  }
}
