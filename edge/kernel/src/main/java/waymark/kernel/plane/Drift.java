package waymark.kernel.plane;

import java.util.Map;
import waymark.kernel.model.KernelPart;
import waymark.kernel.model.TableChange;
import waymark.kernel.model.Transaction;

/**
 * A sign that the kernel may differ from what a plane wrote. The plane finds out whether it does.
 */
public sealed interface Drift {
  /**
   * The kernel told of transactions on the table {@code inet waymark}; ours may be among them.
   *
   * @param changes by transaction
   */
  record TableEvents(Map<Transaction, TableChange> changes) implements Drift {
    public TableEvents {
      changes = Map.copyOf(changes);
    }
  }

  /** A part without events may have changed: the plane compares it. */
  record Suspected() implements Drift {}

  /** A comparison on another thread found that a part differs. */
  record Broken(KernelPart part) implements Drift {}
}
