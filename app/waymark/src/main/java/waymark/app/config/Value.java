package waymark.app.config;

import java.util.List;
import java.util.Map;

/** A value of the file and its place, before it is interpreted. */
sealed interface Value {
  Place place();

  /** A scalar in which {@code ${NAME}} is already replaced. */
  record Text(Place place, String text, Form form) implements Value {
    boolean isNothing() {
      return form == Form.PLAIN
          && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }
  }

  /** How a scalar is written in the file. Only unquoted or replaced text can be a number. */
  enum Form {
    PLAIN,
    QUOTED,
    REPLACED
  }

  /** A list. */
  record Items(Place place, List<Value> list) implements Value {}

  /** A mapping, in the order of the file. */
  record Section(Place place, Map<String, Entry> entries) implements Value {}

  /** One value of a mapping and the place of its key. */
  record Entry(Place key, Value value) {}

  /** A value whose problem is already reported; readers ignore it. */
  record Broken(Place place) implements Value {}
}
