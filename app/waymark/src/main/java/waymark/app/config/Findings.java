package waymark.app.config;

import java.util.ArrayList;
import java.util.List;

/** The problems found so far in one file. */
final class Findings {
  private final String file;
  private final List<Problem> list = new ArrayList<>();
  private int more;

  Findings(String file) {
    this.file = file;
  }

  void add(Place place, String key, String what, String expected) {
    if (list.size() < Problems.MOST - 1) {
      list.add(new Problem(file, place.line(), place.column(), key, what, expected));
    } else {
      more++;
    }
  }

  boolean isEmpty() {
    return list.isEmpty();
  }

  Problems problems() {
    List<Problem> sorted = new ArrayList<>(list);
    sorted.sort(null);
    if (more > 0) {
      sorted.add(new Problem(file, 0, 0, "", "has " + more + " more problems", ""));
    }
    return new Problems(sorted);
  }

  static String path(String parent, String key) {
    return parent.isEmpty() ? key : parent + "." + key;
  }

  static String path(String parent, int index) {
    return parent + "[" + index + "]";
  }
}
