package waymark.kernel;

import java.util.Map;
import waymark.kernel.model.Marks;
import waymark.state.KeptMap;

/** Remembers on disk with which marks a host was left, unless they are the default. */
final class KeptMarks {
  private static final String MASK = "mask";
  private static final String TABLES = "tables";
  private static final String PRIORITY = "priority";

  private final KeptMap kept;

  KeptMarks(KeptMap kept) {
    this.kept = kept;
  }

  Marks read() {
    Map<String, String> entries = kept.read();
    return new Marks(
        number(entries, MASK, Marks.DEFAULT.mask()),
        number(entries, TABLES, Marks.DEFAULT.tables()),
        number(entries, PRIORITY, Marks.DEFAULT.priority()));
  }

  private static int number(Map<String, String> entries, String key, int otherwise) {
    String text = entries.get(key);
    return text == null ? otherwise : Integer.parseInt(text);
  }

  void write(Marks marks) {
    Map<String, String> entries =
        Map.of(
            MASK, Integer.toString(marks.mask()),
            TABLES, Integer.toString(marks.tables()),
            PRIORITY, Integer.toString(marks.priority()));
    if (!marks.isPlacedAs(read())) {
      kept.write(entries);
    }
  }

  /** Nothing is left. */
  void clear() {
    if (!kept.read().isEmpty()) {
      kept.write(Map.of());
    }
  }
}
