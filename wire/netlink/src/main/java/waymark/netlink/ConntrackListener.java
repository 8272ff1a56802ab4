package waymark.netlink;

/** Is told which flows end. */
public interface ConntrackListener {
  /**
   * A flow has ended.
   *
   * @param flow valid only during the call
   */
  void ended(ConntrackFlow flow);

  /** The reader was too slow and the kernel dropped events. */
  void lost();
}
