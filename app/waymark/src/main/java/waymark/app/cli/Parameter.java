package waymark.app.cli;

import java.util.List;

/** What may be written as the value of an option or as an operand. */
public sealed interface Parameter {
  /** What the usage line calls it: {@code FILE}; empty where there is none. */
  String label();

  /** Nothing: the option is a flag, the command takes no operand. */
  record None() implements Parameter {
    @Override
    public String label() {
      return "";
    }
  }

  /**
   * Free text.
   *
   * @param hints values that a shell may offer; others are as good
   */
  record Text(String label, List<String> hints) implements Parameter {
    public Text {
      hints = List.copyOf(hints);
    }

    public Text(String label) {
      this(label, List.of());
    }
  }

  /** One of a few words. */
  record Choice(String label, List<String> words) implements Parameter {
    public Choice {
      words = List.copyOf(words);
      if (words.isEmpty()) {
        throw new IllegalArgumentException("a choice of nothing: " + label);
      }
    }
  }

  /** The path of a file. */
  record File(String label) implements Parameter {}

  /** The path of a folder. */
  record Folder(String label) implements Parameter {}
}
