package waymark.kernel.table;

import waymark.kernel.model.Transaction;

/**
 * A script of ours that has run. Generations are compared by their difference, because their number
 * wraps.
 *
 * @param before the generation of the ruleset when it began
 * @param after the generation when it had ended; other transactions may have come beside it
 * @param process the process that ran it, by its id in this process's PID namespace
 */
record OwnScript(int before, int after, long process) {
  /** Whether it made that transaction: in another PID namespace only if nothing came beside it. */
  boolean made(Transaction transaction) {
    boolean during = transaction.generation() - before > 0 && transaction.generation() - after <= 0;
    return during && (after - before == 1 || transaction.process() == process);
  }

  /** Whether it had ended before that transaction was made. */
  boolean endedBefore(Transaction transaction) {
    return !transaction.equals(Transaction.MISSED) && transaction.generation() - after > 0;
  }
}
