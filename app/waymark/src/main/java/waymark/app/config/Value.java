package waymark.app.config;

import java.util.List;
import java.util.Map;

/** A value of the file and its place, before anything is known of its meaning. */
sealed interface Value {
  Place place();

  /** A scalar, {@code ${NAME}} already replaced. */
  record Text(Place place, String text, Form form) implements Value {
    boolean isNothing() {
      return form == Form.PLAIN
          && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }
  }

  /** How a scalar was written: only unquoted or replaced text can be a number. */
  enum Form {
    PLAIN,
    QUOTED,
    REPLACED
  }

  /** A list. */
  record Items(Place place, List<Value> list) implements Value {}

  /** A mapping, in the file's order. */
  record Section(Place place, Map<String, Entry> entries) implements Value {}

  /** One value of a mapping and the place of its key. */
  record Entry(Place key, Value value) {}

  /** What was already reported and is to be passed over in silence. */
  record Broken(Place place) implements Value {}
}
