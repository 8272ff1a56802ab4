package waymark.learn;

/**
 * An invalid entry of a list.
 *
 * @param line the number of its line, from 1; in a binary file, of the entry in its tag
 * @param what the problem
 * @param expected what is expected instead
 */
public record BrokenEntry(int line, String what, String expected) {
  /** {@code line 7: '||ads.example^' has a '|' in it; expected a domain name …}. */
  @Override
  public String toString() {
    return "line " + line + ": " + what + "; expected " + expected;
  }
}
