package waymark.netlink;

/** Is shown flows one after the other. */
@FunctionalInterface
public interface ConntrackVisitor {
  /**
   * Looks at a flow.
   *
   * @param flow valid only during the call: the next flow is shown in the same object
   */
  void visit(ConntrackFlow flow);
}
