package waymark.netlink;

/** Is told what happens to flows; the flow shown is valid only during the call. */
public interface ConntrackListener {
  void created(ConntrackFlow flow);

  /** The flow's status, mark or translation changed. */
  default void changed(ConntrackFlow flow) {}

  void destroyed(ConntrackFlow flow);

  /** The reader was too slow and the kernel dropped events: the flows have to be dumped again. */
  void lost();
}
