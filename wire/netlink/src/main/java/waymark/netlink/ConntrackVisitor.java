package waymark.netlink;

/** Visits flows one after the other. */
@FunctionalInterface
public interface ConntrackVisitor {
  /**
   * Visits a flow.
   *
   * @param flow valid only during the call: the same object shows the next flow
   */
  void visit(ConntrackFlow flow);
}
