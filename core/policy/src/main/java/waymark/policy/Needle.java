package waymark.policy;

import java.util.Locale;

/**
 * A text that every match of a regular expression contains: a cheap test before the expensive one.
 */
final class Needle {
  private Needle() {}

  /**
   * The longest such text that a simple scan finds, in lower case; empty if there is none. The scan
   * ignores groups, and gives up on alternatives.
   */
  static String of(String regex) {
    if (regex.indexOf('|') >= 0 || regex.contains("(?") || regex.contains("\\Q")) {
      return "";
    }
    String best = "";
    StringBuilder run = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      boolean literal = false;
      if (c == '\\') {
        i++;
        c = i < regex.length() ? regex.charAt(i) : 0;
        literal = c == '.' || c == '-' || c == '_';
        // A longer escape, such as \pL or \x2e: the characters after it are not literals.
        if (!literal && "wWdDsSbB".indexOf(c) < 0) {
          break;
        }
      } else if (c == '[') {
        i = classEnd(regex, i);
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (c == '{') {
        int end = regex.indexOf('}', i);
        i = end < 0 ? regex.length() : end;
      } else {
        literal = c == '-' || c == '_' || isWord(c);
      }
      char after = i + 1 < regex.length() ? regex.charAt(i + 1) : 0;
      boolean repeated = after == '*' || after == '?' || after == '{' || after == '+';
      if (literal && depth == 0 && !repeated) {
        run.append(c);
      }
      if (!literal || depth > 0 || repeated) {
        best = run.length() > best.length() ? run.toString() : best;
        run.setLength(0);
      }
    }
    return (run.length() > best.length() ? run.toString() : best).toLowerCase(Locale.ROOT);
  }

  /** Only ASCII: without regard to case, a letter of another script may match one of these. */
  private static boolean isWord(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** The index of the bracket that ends the class beginning at an index. */
  private static int classEnd(String regex, int begin) {
    int i = begin + 1;
    if (i < regex.length() && regex.charAt(i) == '^') {
      i++;
    }
    if (i < regex.length() && regex.charAt(i) == ']') {
      i++;
    }
    while (i < regex.length() && regex.charAt(i) != ']') {
      if (regex.charAt(i) == '\\') {
        i++;
      } else if (regex.startsWith("[:", i)) {
        int end = regex.indexOf(":]", i);
        i = end < 0 ? regex.length() : end + 1;
      }
      i++;
    }
    return i;
  }
}
