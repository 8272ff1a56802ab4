package waymark.kernel.links;

import java.util.List;
import waymark.policy.Link;

/**
 * What a refresh of the links found since the last one.
 *
 * @param fallen the links that went down for a family; at the start those that are down
 * @param repaired whether another process had changed the links' rules or routes, which are
 *     repaired now
 */
public record LinkRefresh(List<Link> fallen, boolean repaired) {
  /** Nothing was found. */
  public static final LinkRefresh NONE = new LinkRefresh(List.of(), false);

  public LinkRefresh {
    fallen = List.copyOf(fallen);
  }
}
