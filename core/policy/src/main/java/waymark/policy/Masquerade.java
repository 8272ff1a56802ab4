package waymark.policy;

/** Whether what leaves by a link takes the link's own source address. */
public enum Masquerade {
  /** Where the link's far end does not know the clients. */
  AUTO,
  ALWAYS,
  NEVER
}
