package waymark.app.config;

import java.util.List;

/**
 * Every problem of a configuration file, in the order of the file.
 *
 * @param list at least one and at most {@value #MOST}; the last then says how many were left out
 */
public record Problems(List<Problem> list) implements Loaded {
  /** The greatest number of problems that are kept. */
  public static final int MOST = 1_000;

  public Problems {
    list = List.copyOf(list);
    if (list.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one problem");
    }
  }

  /** The number of problems as text: "3 problems". */
  public String count() {
    return list.size() == 1 ? "1 problem" : list.size() + " problems";
  }

  /** One problem a line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Problem problem : list) {
      text.append(problem).append('\n');
    }
    return text.toString();
  }
}
