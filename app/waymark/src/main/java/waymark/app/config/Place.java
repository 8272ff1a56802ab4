package waymark.app.config;

/** A place in a file: line and column from 1; both are 0 for the file as a whole. */
public record Place(int line, int column) {
  public static final Place WHOLE = new Place(0, 0);
}
