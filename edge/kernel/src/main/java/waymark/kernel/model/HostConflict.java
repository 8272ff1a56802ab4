package waymark.kernel.model;

/**
 * Something on this host that is in the way of steering, or that steering is in the way of.
 *
 * @param who the program that it belongs to, as far as that is known; begins a sentence
 * @param what it does, which continues the sentence
 * @param remedy what to do about it
 */
public record HostConflict(String who, String what, String remedy) {
  /** One sentence, with the remedy. */
  @Override
  public String toString() {
    return who + " " + what + "; " + remedy;
  }
}
