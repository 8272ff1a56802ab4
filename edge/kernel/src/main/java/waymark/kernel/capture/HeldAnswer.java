package waymark.kernel.capture;

/**
 * A packet that waits in the queue for its verdict.
 *
 * @param id the queue's number for it
 */
record HeldAnswer(int id, Need need) {
  /**
   * Whether all that it says is in force.
   *
   * @param committed whether the last commit is
   */
  boolean isInForce(boolean committed) {
    return switch (need.kind()) {
      case NOTHING -> true;
      case COMMIT -> committed;
      case ROOM -> false;
    };
  }

  /** Whether the same answer is taken in again when it is repeated, since it may be dropped. */
  boolean isExpectedAgain() {
    return !need.isNothing() && !need.mayFailOpen();
  }
}
