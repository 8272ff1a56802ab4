package waymark.engine;

/** Where a sighting came from. */
public enum Source {
  /** A DNS answer that passed this host. */
  DNS
}
