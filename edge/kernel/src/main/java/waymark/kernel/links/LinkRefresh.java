package waymark.kernel.links;

import java.util.List;
import waymark.policy.Link;

/**
 * What a refresh of the links found since the last one.
 *
 * @param fallen the links that went down for a family; at the start those that are down
 * @param moved the links whose name belongs to another interface than before
 * @param repaired whether another process had changed the links' rules or routes, which are
 *     repaired now
 * @param foreign the routes of other programs that were removed from the links' tables, as text
 */
public record LinkRefresh(
    List<Link> fallen, List<Link> moved, boolean repaired, List<String> foreign) {
  /** Nothing was found. */
  public static final LinkRefresh NONE = new LinkRefresh(List.of(), List.of(), false, List.of());

  public LinkRefresh {
    fallen = List.copyOf(fallen);
    moved = List.copyOf(moved);
    foreign = List.copyOf(foreign);
  }
}
