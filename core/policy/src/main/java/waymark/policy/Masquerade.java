package waymark.policy;

/** Whether packets that leave by a link get the link's own source address. */
public enum Masquerade {
  /** If the source is not in one of the link's own networks. */
  AUTO,
  ALWAYS,
  NEVER
}
