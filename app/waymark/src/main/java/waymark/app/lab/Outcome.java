package waymark.app.lab;

import java.util.Locale;

/** What came of something that was tried. */
public enum Outcome {
  AS_EXPECTED,
  /** What was expected happened, but not in time. */
  LATE,
  WRONG;

  static Outcome of(boolean asExpected) {
    return asExpected ? AS_EXPECTED : WRONG;
  }

  /**
   * Of something that has a time limit.
   *
   * @param happened whether it happened, at whatever time
   */
  static Outcome of(boolean happened, boolean inTime) {
    return happened && !inTime ? LATE : of(happened);
  }

  /** As JSON writes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
