package waymark.app.config;

import java.util.List;

/**
 * Every problem found in a configuration file, in the file's order.
 *
 * @param list at least one; at most {@value #MOST}, the last one then says how many were left out
 */
public record Problems(List<Problem> list) implements Loaded {
  /** No more than this many problems are kept. */
  public static final int MOST = 1_000;

  public Problems {
    list = List.copyOf(list);
    if (list.isEmpty()) {
      throw new IllegalArgumentException("problems without a problem");
    }
  }

  /** How many there are, as in "3 problems". */
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
