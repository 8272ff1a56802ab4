package waymark.engine;

/** What is known of the use of a lease's address. */
enum Use {
  /** The last scan of the connections found none, and nobody has asked since. */
  IDLE(1),
  /** Somebody has asked since the last scan, which found no connection. */
  RECENT(2),
  /** The last scan found a connection. */
  USED(4);

  final int bit;

  Use(int bit) {
    this.bit = bit;
  }
}
