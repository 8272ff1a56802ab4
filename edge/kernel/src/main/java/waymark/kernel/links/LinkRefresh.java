package waymark.kernel.links;

import java.util.List;
import waymark.policy.Link;

/**
 * What a look at the links found since the last one.
 *
 * @param fallen the links that a family can leave by no more, whoever saw it first; at the start
 *     those that it cannot leave by
 * @param repaired whether another process had changed the links' rules or routes, which are as they
 *     should be now
 */
public record LinkRefresh(List<Link> fallen, boolean repaired) {
  /** Nothing was found. */
  public static final LinkRefresh NONE = new LinkRefresh(List.of(), false);

  public LinkRefresh {
    fallen = List.copyOf(fallen);
  }
}
