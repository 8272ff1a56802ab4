package waymark.netlink;

/** Is told which flows begin and end. */
public interface ConntrackListener {
  /**
   * A flow has begun: its first packet has passed.
   *
   * @param flow valid only during the call
   */
  void began(ConntrackFlow flow);

  /**
   * A flow has ended.
   *
   * @param flow valid only during the call
   */
  void ended(ConntrackFlow flow);

  /** The reader was too slow and the kernel dropped events. */
  void lost();
}
