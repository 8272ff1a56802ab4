package waymark.kernel.plane;

import java.util.Map;
import waymark.kernel.model.KernelPart;
import waymark.kernel.model.TableChange;

/** A sign that the kernel may not be as a plane left it. The plane finds out whether it is. */
public sealed interface Drift {
  /**
   * The kernel told of transactions on the table {@code inet waymark}; ours may be among them.
   *
   * @param changes by the generation of the ruleset that each transaction made
   */
  record TableEvents(Map<Integer, TableChange> changes) implements Drift {
    public TableEvents {
      changes = Map.copyOf(changes);
    }
  }

  /** Something changed of which the kernel tells little or nothing: it takes a look. */
  record Suspected() implements Drift {}

  /** A comparison on another thread found that a part is not as it should be. */
  record Broken(KernelPart part) implements Drift {}
}
