package waymark.engine;

/** What became of a sighting. */
public enum Learned {
  /** No rule names it. */
  UNCONCERNED,
  /** The plane carries it already. */
  KNOWN,
  /** The plane carries it after the next {@link Engine#commit}. */
  PENDING,
  /** The address is never learned from names: private, loopback, and so on. */
  SPECIAL,
  /** The address is this host's own. */
  OWN,
  /** The answer came from a name server that does not count. */
  UNTRUSTED,
  /** A cap is reached and all that it counts is in use. */
  FULL
}
