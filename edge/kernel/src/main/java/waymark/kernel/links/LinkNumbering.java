package waymark.kernel.links;

import java.util.List;
import java.util.Map;
import waymark.kernel.model.Marks;
import waymark.policy.Link;
import waymark.state.KeptMap;

/** Gives links their numbers and keeps them on disk, where another start finds them. */
public final class LinkNumbering {
  private final KeptMap kept;
  private final Marks marks;
  private volatile LinkNumbers current;

  public LinkNumbering(KeptMap kept, Marks marks) {
    this.kept = kept;
    this.marks = marks;
    current = LinkNumbers.of(List.of(), kept.read(), marks);
  }

  /** The numbers of these links, which are on disk when this returns. */
  LinkNumbers number(List<Link> links) {
    Map<String, String> before = current.kept();
    LinkNumbers numbers = LinkNumbers.of(links, before, marks);
    if (!numbers.kept().equals(before)) {
      kept.write(numbers.kept());
      current = numbers;
    }
    return numbers;
  }

  /** The numbers that these links would get. */
  public LinkNumbers preview(List<Link> links) {
    return LinkNumbers.of(links, current.kept(), marks);
  }

  /** All numbers that were given. */
  public LinkNumbers current() {
    return current;
  }
}
