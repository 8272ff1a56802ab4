package waymark.learn;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Finds the entries of a .dat file by their tags: field 1 of the message, in lower case. */
final class Tags {
  private static final int LONGEST = 1024;

  private Tags() {}

  /**
   * Reads the entries of a list that have a tag.
   *
   * @param entry reads one of them
   * @throws LearnException when there is none, with similar tags
   */
  static void read(byte[] bytes, String tag, Consumer<Protobuf> entry) {
    boolean found = false;
    Set<String> tags = new TreeSet<>();
    Protobuf list = Protobuf.of(bytes);
    while (list.next()) {
      if (list.field() == 1 && list.isBytes()) {
        Optional<String> code = code(list.message());
        code.ifPresent(tags::add);
        if (code.isPresent() && code.get().equals(tag)) {
          found = true;
          entry.accept(list.message());
        }
      }
    }
    if (!found) {
      throw absent(tag, tags);
    }
  }

  static Optional<String> code(Protobuf entry) {
    while (entry.next()) {
      if (entry.field() == 1 && entry.isBytes() && entry.length() <= LONGEST) {
        return Optional.of(entry.text().toLowerCase(Locale.ROOT));
      }
    }
    return Optional.empty();
  }

  private static LearnException absent(String tag, Collection<String> tags) {
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
