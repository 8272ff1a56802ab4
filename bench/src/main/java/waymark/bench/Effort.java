package waymark.bench;

/** How long to measure: in full for figures to be quoted, or briefly to see that it works. */
enum Effort {
  FULL,
  BRIEF;

  int times(int full, int brief) {
    return this == FULL ? full : brief;
  }
}
