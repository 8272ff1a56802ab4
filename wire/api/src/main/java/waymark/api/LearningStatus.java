package waymark.api;

/**
 * How a host learns names from the DNS answers that pass.
 *
 * @param asked the mode of the configuration
 * @param actual the mode that the kernel supports
 * @param why a sentence on why the modes differ; empty when they do not
 */
public record LearningStatus(Mode asked, Mode actual, String why) {

  /** How answers are captured. */
  public enum Mode {
    /** An answer is released when its addresses are in the kernel. */
    HOLD,
    /** An answer passes at once, and a copy is read. */
    OBSERVE,
    /** Answers are not captured: only networks decide. */
    OFF;

    @Override
    public String toString() {
      return JsonNames.of(this);
    }
  }
}
