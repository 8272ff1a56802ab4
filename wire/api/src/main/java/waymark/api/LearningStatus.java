package waymark.api;

/**
 * How a host learns names from the DNS answers that pass.
 *
 * @param asked what its configuration wants
 * @param actual what its kernel can do of that
 * @param why a sentence that says why they differ; empty when they do not
 */
public record LearningStatus(Mode asked, Mode actual, String why) {

  /** What is done with an answer. */
  public enum Mode {
    /** It goes on when the kernel knows its addresses. */
    HOLD,
    /** It goes on at once; a copy is read. */
    OBSERVE,
    /** Nothing: only networks decide. */
    OFF;

    @Override
    public String toString() {
      return JsonNames.of(this);
    }
  }
}
