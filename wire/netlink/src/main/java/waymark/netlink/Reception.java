package waymark.netlink;

/** The outcome of reading a socket of events once. */
public enum Reception {
  /** A datagram was read and handled; read again. */
  MESSAGES,
  /** No datagram waits. */
  NOTHING,
  /** The kernel dropped events (ENOBUFS): state that is derived from events must be read again. */
  LOST
}
