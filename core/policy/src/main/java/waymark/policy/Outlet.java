package waymark.policy;

import java.util.List;

/** A link or a group: where a rule may send connections. */
public sealed interface Outlet permits Link, Group {
  /** The name that rules use; no link and group have the same name. */
  String name();

  /** The links that a connection to this outlet may take. */
  List<Link> links();

  /** Whether this is the main routing table. */
  default boolean isDirect() {
    return this.equals(Link.DIRECT);
  }

  /** Whether this outlet refuses. */
  default boolean isBlock() {
    return this.equals(Link.BLOCK);
  }
}
