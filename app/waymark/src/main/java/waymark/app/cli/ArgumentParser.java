package waymark.app.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import waymark.app.text.Spelling;

/** Reads the words after a command, once. */
final class ArgumentParser {
  private final Syntax syntax;
  private final String[] words;
  private final Map<String, String> values = new HashMap<>();
  private String operand = "";
  private int next;

  ArgumentParser(Syntax syntax, String... words) {
    this.syntax = syntax;
    this.words = words;
  }

  ParsedArguments parse() {
    boolean options = true;
    while (next < words.length) {
      String word = words[next++];
      if (options && word.equals("--")) {
        options = false;
      } else if (options && Options.help().names().contains(word)) {
        return new ParsedArguments(syntax, values, operand, true);
      } else if (options && word.startsWith("-") && word.length() > 1) {
        option(word);
      } else {
        operand(word);
      }
    }
    if (syntax.operand().required() && operand.isEmpty()) {
      throw wrong("missing operand " + syntax.operand().usage());
    }
    return new ParsedArguments(syntax, values, operand, false);
  }

  /** {@code --json}, {@code -c FILE} or {@code --config=FILE}. */
  private void option(String word) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    Option option = named(name);
    if (option.isFlag() && equals >= 0) {
      throw wrong("option '" + name + "' takes no value");
    }
    String value = "";
    if (!option.isFlag()) {
      value = equals >= 0 ? word.substring(equals + 1) : next < words.length ? words[next++] : "";
      if (value.isEmpty()) {
        throw wrong("missing value for option '" + name + " " + option.value().label() + "'");
      }
      requireChoice(option.value(), value);
    }
    if (values.put(option.name(), value) != null) {
      throw wrong("option '" + name + "' is given twice");
    }
  }

  private Option named(String name) {
    List<String> known = new ArrayList<>();
    for (Option option : syntax.options()) {
      if (option.names().contains(name)) {
        return option;
      }
      if (option.listed()) {
        known.addAll(option.names());
      }
    }
    known.addAll(Options.help().names());
    // Any two letters are close: only whole words are worth a suggestion.
    known.removeIf(other -> !other.startsWith("--") || !name.startsWith("--"));
    throw wrong("unknown option '" + name + "'" + Spelling.suggestion(name, known));
  }

  private void operand(String word) {
    if (syntax.operand().isNone() || !operand.isEmpty()) {
      throw wrong("unexpected argument '" + word + "'");
    }
    requireChoice(syntax.operand().parameter(), word);
    operand = word;
  }

  private void requireChoice(Parameter parameter, String word) {
    if (parameter instanceof Parameter.Choice(String label, List<String> choices)
        && !choices.contains(word)) {
      throw wrong(
          "invalid "
              + label
              + " '"
              + word
              + "': expected "
              + String.join(", ", choices)
              + Spelling.suggestion(word, choices));
    }
  }

  private Failure wrong(String message) {
    return Failure.ofUsage(syntax, message);
  }
}
