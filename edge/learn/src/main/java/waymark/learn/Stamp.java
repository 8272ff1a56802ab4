package waymark.learn;

/**
 * What a server says of a version of a file, to be sent back when asking for a newer one (RFC 9110
 * section 8.8); empty where it says nothing.
 *
 * @param etag as in {@code ETag}
 * @param modified as in {@code Last-Modified}
 */
public record Stamp(String etag, String modified) {
  /** Of a file that nobody has yet. */
  public static final Stamp NONE = new Stamp("", "");

  private static final int LONGEST = 1000;

  public Stamp {
    etag = clean(etag);
    modified = clean(modified);
  }

  /** A value that could not be sent back as it came is as good as none. */
  private static String clean(String text) {
    return text.length() <= LONGEST && text.chars().allMatch(c -> c >= ' ' && c < 127) ? text : "";
  }
}
