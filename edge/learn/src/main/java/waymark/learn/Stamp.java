package waymark.learn;

/**
 * A server's validators for a version of a file, to be sent with the request for a newer one (RFC
 * 9110 section 8.8); empty where there are none.
 *
 * @param etag the value of {@code ETag}
 * @param modified the value of {@code Last-Modified}
 */
public record Stamp(String etag, String modified) {
  /** The stamp of no version. */
  public static final Stamp NONE = new Stamp("", "");

  private static final int LONGEST = 1000;

  public Stamp {
    etag = clean(etag);
    modified = clean(modified);
  }

  /** Drops a value that is not valid in a request. */
  private static String clean(String text) {
    return text.length() <= LONGEST && text.chars().allMatch(c -> c >= ' ' && c < 127) ? text : "";
  }
}
