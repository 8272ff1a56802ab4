package waymark.kernel.capture;

/**
 * What a packet needs before it may go on.
 *
 * @param mayFailOpen whether every rule that claims the names in it may let traffic go direct
 * @param question which question is answered in it, by its hash; of no meaning where it needs
 *     nothing
 */
record Need(Kind kind, boolean mayFailOpen, long question) {
  /** Of a packet that has no answer in it, or none that the kernel does not know. */
  static final Need NOTHING = new Need(Kind.NOTHING, true, 0);

  /** Of an answer that could not be read because of a fault of ours: it must not pass. */
  static final Need FAULT = new Need(Kind.ROOM, false, 0);

  enum Kind {
    /** Nothing: the kernel knows all that is in it. */
    NOTHING,
    /** The next commit. */
    COMMIT,
    /** The next commit, although there was no room for one of its addresses. */
    ROOM,
    /** Not to pass: a client may find addresses in it that were not learned. */
    DOUBTFUL
  }

  boolean isNothing() {
    return kind == Kind.NOTHING;
  }
}
