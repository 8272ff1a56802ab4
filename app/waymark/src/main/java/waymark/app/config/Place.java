package waymark.app.config;

/** Where something stands in a file: line and column from 1; 0 and 0 is the file as a whole. */
record Place(int line, int column) {
  static final Place WHOLE = new Place(0, 0);
}
