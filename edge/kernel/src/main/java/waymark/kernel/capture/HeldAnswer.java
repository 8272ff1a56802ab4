package waymark.kernel.capture;

import java.util.List;

/**
 * A packet that waits in the queue for its verdict.
 *
 * @param id the queue's number for it
 * @param received when it was received, in nanoseconds
 * @param said what the answers in it say; none where there is no journal
 */
record HeldAnswer(int id, Need need, long received, List<ReadAnswer> said) {
  /**
   * Whether it may go on because all that it says is in force.
   *
   * @param committed whether everything learned is
   */
  boolean isInForce(boolean committed) {
    return switch (need.kind()) {
      case NOTHING -> true;
      case COMMIT -> committed;
      case ROOM, DOUBTFUL -> false;
    };
  }

  /** Whether it is dropped whatever the kernel knows. */
  boolean isDoubtful() {
    return need.kind() == Need.Kind.DOUBTFUL;
  }

  /** Whether a commit may still put in force what it says. */
  boolean mayWait() {
    return need.kind() == Need.Kind.COMMIT;
  }
}
