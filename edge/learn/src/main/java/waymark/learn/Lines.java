package waymark.learn;

import java.nio.charset.StandardCharsets;

/** The lines of a text file that people write: UTF-8, with or without a BOM, LF or CRLF. */
final class Lines {
  /** Told of each line that has something in it. */
  interface Visitor {
    /**
     * Takes one.
     *
     * @param number from 1
     * @param text without white space around it, not empty
     */
    void line(int number, String text);
  }

  private static final int LONGEST = 16_384;

  private Lines() {}

  /** Visits every line that is not blank; one of more than 16 KiB counts as broken. */
  static void visit(byte[] bytes, ListContent.Builder content, Visitor visitor) {
    int start =
        bytes.length >= 3
                && bytes[0] == (byte) 0xef
                && bytes[1] == (byte) 0xbb
                && bytes[2] == (byte) 0xbf
            ? 3
            : 0;
    int number = 0;
    while (start < bytes.length) {
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      number++;
      if (end - start > LONGEST) {
        content.broken(number, "has " + (end - start) + " bytes", "lines of at most 16384");
      } else {
        String text = new String(bytes, start, end - start, StandardCharsets.UTF_8).strip();
        if (!text.isEmpty()) {
          visitor.line(number, text);
        }
      }
      start = end + 1;
    }
  }

  /** As {@link #visit}, without comments: a line that has only one is passed over. */
  static void visitUncommented(byte[] bytes, ListContent.Builder content, Visitor visitor) {
    visit(
        bytes,
        content,
        (number, line) -> {
          String text = withoutComment(line);
          if (!text.isEmpty()) {
            visitor.line(number, text);
          }
        });
  }

  /** A line without a comment that stands behind white space, or at its beginning. */
  static String withoutComment(String line) {
    for (int i = line.indexOf('#'); i >= 0; i = line.indexOf('#', i + 1)) {
      if (i == 0 || line.charAt(i - 1) == ' ' || line.charAt(i - 1) == '\t') {
        return line.substring(0, i).strip();
      }
    }
    return line;
  }
}
