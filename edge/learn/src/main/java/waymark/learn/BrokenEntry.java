package waymark.learn;

/**
 * An entry of a list that says nothing.
 *
 * @param line its line, from 1; of a binary file, which entry of the tag it is
 * @param what is wrong with it
 * @param expected what would be right
 */
public record BrokenEntry(int line, String what, String expected) {
  /** {@code line 7: '||ads.example^' has a '|' in it; expected a domain name …}. */
  @Override
  public String toString() {
    return "line " + line + ": " + what + "; expected " + expected;
  }
}
