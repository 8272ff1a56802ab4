package waymark.api;

import java.util.List;

/**
 * What becomes of the connections that are open.
 *
 * @param stay they go on
 * @param move they are ended, so that they begin anew by another link
 * @param end they are ended because their link goes
 * @param examples the first addresses of those that move or end
 */
public record FlowPlan(long stay, long move, long end, List<FlowMove> examples) {
  /** Nothing is known. */
  public static final FlowPlan NONE = new FlowPlan(0, 0, 0, List.of());

  public FlowPlan {
    examples = List.copyOf(examples);
  }
}
