package waymark.journal;

/** What became of a DNS answer. */
public enum Outcome {
  /** It went on at once: the kernel had nothing to learn from it. */
  PASSED(0),
  /** It was held, and went on when the kernel knew its addresses. */
  HELD(1),
  /** It went on at the deadline, before the kernel knew its addresses. */
  LATE(2),
  /** It was dropped at the deadline, or because there was no room for its addresses. */
  DROPPED(3),
  /** It was read from a copy, and nothing waited. */
  OBSERVED(4),
  /** It went on and was not learned from, because its server does not count. */
  UNTRUSTED(5),
  /** It says that the name does not exist, or that the server cannot tell. */
  FAILED(6),
  /** It was dropped, because it might have led the client past a rule that fails closed. */
  DOUBTFUL(7);

  /** The number in files; it never changes. */
  private final int code;

  Outcome(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** The outcome with a number; one that this version does not know is {@link #PASSED}. */
  static Outcome of(int code) {
    for (Outcome outcome : values()) {
      if (outcome.code == code) {
        return outcome;
      }
    }
    return PASSED;
  }
}
