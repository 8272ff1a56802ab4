package waymark.policy;

import java.util.List;

/** What a rule may lead to: a link, or a group of links. */
public sealed interface Outlet permits Link, Group {
  /** As rules call it; links and groups share their names. */
  String name();

  /** The links that a connection may take by it. */
  List<Link> links();

  /** Whether this is the main routing table. */
  default boolean isDirect() {
    return this.equals(Link.DIRECT);
  }

  /** Whether this refuses. */
  default boolean isBlock() {
    return this.equals(Link.BLOCK);
  }
}
