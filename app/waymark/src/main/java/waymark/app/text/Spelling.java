package waymark.app.text;

import java.util.Collection;
import java.util.Locale;

/** Finds the word that was probably meant. */
public final class Spelling {
  private static final int LONGEST = 64;

  private Spelling() {}

  /** {@code "; did you mean 'video'?"}, or nothing when no word is close. */
  public static String suggestion(String word, Collection<String> words) {
    String nearest = "";
    int least = 1 + Math.min(2, word.length() / 2);
    for (String candidate : words) {
      int distance = distance(normal(word), normal(candidate));
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest.isEmpty() ? "" : "; did you mean '" + nearest + "'?";
  }

  /** Whether a word may be another one, misspelt. */
  public static boolean isNear(String word, String other) {
    return Math.abs(word.length() - other.length()) <= 2
        && distance(normal(word), normal(other)) <= Math.min(2, word.length() / 4);
  }

  private static String normal(String word) {
    return word.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Insertions, deletions, replacements and swaps of neighbours; unbounded for long words. */
  static int distance(String a, String b) {
    if (a.length() > LONGEST || b.length() > LONGEST) {
      return Integer.MAX_VALUE;
    }
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best =
            Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + same);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        cost[i][j] = swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
      }
    }
    return cost[a.length()][b.length()];
  }
}
