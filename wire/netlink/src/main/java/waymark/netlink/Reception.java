package waymark.netlink;

/** What one look at a socket of events brought. */
public enum Reception {
  /** A datagram was read and handled; look again. */
  MESSAGES,
  /** Nothing more has come. */
  NOTHING,
  /** The kernel had no room for some (ENOBUFS): what was derived from events must be read anew. */
  LOST
}
