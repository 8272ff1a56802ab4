package waymark.api;

import java.util.List;

/**
 * A list of the policy in force, or its country file.
 *
 * @param name of the list; {@code country-db} for the country file
 * @param source the path of its file, or its URL without secrets
 * @param format {@code domains} for example; {@code mmdb} for the country file
 * @param entries that the version in force has: {@code taken} and {@code skipped}
 * @param taken names and networks that rules match
 * @param skipped entries that are invalid
 * @param reasons the first invalid entries, with their lines
 * @param since when its file was written, or its server last confirmed it; empty without a version
 * @param etag of the version; empty where there is none
 * @param next when it is fetched or checked next; empty while it is
 * @param rules that use it
 * @param fault why the newest version is not in use; empty when it is
 */
public record ListStatus(
    String name,
    String source,
    String format,
    State state,
    int entries,
    int taken,
    int skipped,
    List<String> reasons,
    String since,
    String etag,
    String next,
    List<String> rules,
    String fault) {
  public ListStatus {
    reasons = List.copyOf(reasons);
    rules = List.copyOf(rules);
  }

  /** Which version is in force. */
  public enum State {
    /** The newest. */
    GOOD,
    /** An earlier one, because the newest cannot be used. */
    KEPT,
    /** None, because none has been fetched yet. */
    AWAITED,
    /** None, because none can be used. */
    MISSING;

    @Override
    public String toString() {
      return JsonNames.of(this);
    }
  }
}
