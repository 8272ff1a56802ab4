package waymark.kernel.capture;

/**
 * Answers that the kernel let go unread because the queue was full. It counts none of these itself
 * when a queue fails open (nfnetlink_queue.c), so they are what came to the queue's rule and never
 * came out of it.
 */
final class Overflow {
  private long base;
  private long before = Long.MAX_VALUE;
  private long lost;

  /**
   * @param came to the rule, since its counter was made
   * @param known those read so far, and those waiting; looked at after the counter was
   */
  void look(long came, long known) {
    if (came < before) {
      // The first look, or the counter was made anew.
      base = came - known - lost;
    }
    before = came;
    lost = Math.max(lost, came - base - known);
  }

  long lost() {
    return lost;
  }
}
