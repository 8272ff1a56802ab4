package waymark.app;

import java.util.ArrayList;
import java.util.List;
import waymark.policy.Link;

/** Links by their names. */
final class Links {
  private Links() {}

  static List<String> names(List<Link> links) {
    List<String> names = new ArrayList<>(links.size());
    for (Link link : links) {
      names.add(link.name());
    }
    return names;
  }
}
