package waymark.learn;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What an entry of a .dat file is called: field 1 of its message, compared in lower case. */
final class Tags {
  private static final int LONGEST = 1024;

  private Tags() {}

  static Optional<String> code(Protobuf entry) {
    while (entry.next()) {
      if (entry.field() == 1 && entry.isBytes() && entry.length() <= LONGEST) {
        return Optional.of(entry.text().toLowerCase(Locale.ROOT));
      }
    }
    return Optional.empty();
  }

  static LearnException absent(String tag, Collection<String> tags) {
    StringBuilder near = new StringBuilder();
    int told = 0;
    for (String other : tags) {
      if (told < 5 && (other.contains(tag) || tag.contains(other))) {
        near.append(told++ == 0 ? "; it has " : ", ").append(other);
      }
    }
    return new LearnException(
        "it has no tag '" + tag + "' among its " + tags.size() + " tags" + near);
  }
}
