package waymark.api;

import java.util.List;

/**
 * What a policy would do to the open connections.
 *
 * @param stay connections that continue
 * @param move connections that are ended, so that clients reconnect by another link
 * @param end connections that are ended because their link is removed
 * @param examples the first connections that move or end
 */
public record FlowPlan(long stay, long move, long end, List<FlowMove> examples) {
  /** A plan without a daemon, where no connection is known. */
  public static final FlowPlan NONE = new FlowPlan(0, 0, 0, List.of());

  public FlowPlan {
    examples = List.copyOf(examples);
  }
}
