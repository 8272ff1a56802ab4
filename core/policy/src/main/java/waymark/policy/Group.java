package waymark.policy;

import java.util.List;

/**
 * Several links that share the connections sent to the group.
 *
 * @param name in the form of a link's name, and different from the name of every link
 * @param links at least one, no duplicates, without {@code block}
 * @param strategy how the links share connections
 */
public record Group(String name, List<Link> links, Strategy strategy) implements Outlet {
  public Group {
    links = List.copyOf(links);
    if (!Link.isName(name) || name.equals("direct") || name.equals("block")) {
      throw new IllegalArgumentException("'" + name + "' is not the name of a group");
    }
    if (links.isEmpty()) {
      throw new IllegalArgumentException("group '" + name + "' has no links");
    }
    for (int i = 0; i < links.size(); i++) {
      if (links.get(i).isBlock()) {
        throw new IllegalArgumentException("group '" + name + "' cannot have block as a link");
      }
      if (links.subList(0, i).contains(links.get(i))) {
        throw new IllegalArgumentException(
            "group '" + name + "' names link '" + links.get(i).name() + "' twice");
      }
    }
  }
}
