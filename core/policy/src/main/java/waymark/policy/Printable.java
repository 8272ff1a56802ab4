package waymark.policy;

/**
 * Text from files and from the network as it may be shown: on a terminal, in a log, anywhere that
 * one entry is one line.
 *
 * <p>Control characters could move the cursor, colour the screen or begin a line that looks like
 * one of ours; characters that only set the direction of text could make a name look like another.
 * They are shown as {@code \n}, {@code \t}, {@code \e} or {@code \u202e}. Each place that prints
 * foreign text calls this class.
 */
public final class Printable {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;

  private Printable() {}

  /** Whether a character is shown as itself. */
  public static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      // Some scripts, and some emoji, are written with joiners.
      case Character.FORMAT -> codePoint == ZERO_WIDTH_NON_JOINER || codePoint == ZERO_WIDTH_JOINER;
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /** Whether all characters of a text are. */
  public static boolean isPrintable(String text) {
    return text.codePoints().allMatch(Printable::isPrintable);
  }

  /** The text on one line, with everything else escaped; the same object if nothing is. */
  public static String of(String text) {
    return escaped(text, false);
  }

  /** As {@link #of}, but line breaks stay, and the lines after the first are indented. */
  public static String indented(String text) {
    return escaped(text.strip(), true);
  }

  private static String escaped(String text, boolean lines) {
    if (isPrintable(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (isPrintable(c)) {
                out.appendCodePoint(c);
              } else if (c == '\n' && lines) {
                out.append("\n    ");
              } else {
                escape(c, out);
              }
            });
    return out.toString();
  }

  private static void escape(int codePoint, StringBuilder out) {
    switch (codePoint) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\033' -> out.append("\\e");
      default -> out.append((codePoint > 0xffff ? "\\U%08x" : "\\u%04x").formatted(codePoint));
    }
  }
}
