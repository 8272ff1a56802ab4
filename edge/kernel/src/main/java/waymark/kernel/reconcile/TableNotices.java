package waymark.kernel.reconcile;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import waymark.kernel.model.TableChange;
import waymark.kernel.model.Transaction;

/**
 * What the table's transactions changed, until the control thread has time for it: then it repairs
 * all of that at once. While it is busy, another program may change the table a hundred times.
 */
final class TableNotices {
  private final Executor control;
  private final Runnable handling = this::handle;
  private final Consumer<Map<Transaction, TableChange>> handler;
  private Map<Transaction, TableChange> waiting = new HashMap<>();

  /**
   * No notices yet.
   *
   * @param control runs an object once that is given to it again before its turn has come
   * @param handler takes what has come since it was called last, on the control thread
   */
  TableNotices(Executor control, Consumer<Map<Transaction, TableChange>> handler) {
    this.control = control;
    this.handler = handler;
  }

  /** By any thread. */
  void add(Map<Transaction, TableChange> changes) {
    synchronized (this) {
      changes.forEach(
          (transaction, change) -> waiting.merge(transaction, change, TableChange::and));
    }
    control.execute(handling);
  }

  private void handle() {
    Map<Transaction, TableChange> taken = take();
    if (!taken.isEmpty()) {
      handler.accept(taken);
    }
  }

  private synchronized Map<Transaction, TableChange> take() {
    Map<Transaction, TableChange> taken = waiting;
    waiting = new HashMap<>();
    return taken;
  }
}
