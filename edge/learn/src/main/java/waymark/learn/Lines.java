package waymark.learn;

import java.nio.charset.StandardCharsets;

/** Reads the lines of a text file: UTF-8, with or without a BOM, LF or CRLF. */
final class Lines {
  /** Visits the lines that are not blank. */
  interface Visitor {
    /**
     * Visits a line.
     *
     * @param number the line's number, from 1
     * @param text the line without white space around it, not empty
     */
    void line(int number, String text);
  }

  private static final int LONGEST = 16_384;

  private Lines() {}

  /** Visits every line that is not blank; a line of more than 16 KiB is invalid. */
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

  /** As {@link #visit}, without comments; a line with nothing else is skipped. */
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

  /** Removes a comment, which begins at the start of the line or behind white space. */
  static String withoutComment(String line) {
    for (int i = line.indexOf('#'); i >= 0; i = line.indexOf('#', i + 1)) {
      if (i == 0 || line.charAt(i - 1) == ' ' || line.charAt(i - 1) == '\t') {
        return line.substring(0, i).strip();
      }
    }
    return line;
  }
}
