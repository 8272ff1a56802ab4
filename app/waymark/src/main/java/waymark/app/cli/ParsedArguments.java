package waymark.app.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The words behind a command, understood.
 *
 * @param values of the options that are given, by their names; empty for a flag
 * @param operand empty when there is none
 * @param isHelp whether help is wanted, and nothing else
 */
public record ParsedArguments(
    Syntax syntax, Map<String, String> values, String operand, boolean isHelp) {
  public ParsedArguments {
    values = Map.copyOf(values);
  }

  /**
   * Matches the words of a command line against what the command takes.
   *
   * @param words those after the command
   * @throws Failure when the command does not take them
   */
  public static ParsedArguments parse(Syntax syntax, String... words) {
    Map<String, String> values = new HashMap<>();
    String operand = "";
    boolean options = true;
    for (int i = 0; i < words.length; i++) {
      String word = words[i];
      if (options && word.equals("--")) {
        options = false;
      } else if (options && (word.equals("-h") || word.equals("--help"))) {
        return new ParsedArguments(syntax, values, operand, true);
      } else if (options && word.startsWith("-") && word.length() > 1) {
        int equals = word.indexOf('=');
        Option option = option(syntax, equals < 0 ? word : word.substring(0, equals));
        String value = "";
        if (equals >= 0) {
          value = word.substring(equals + 1);
        } else if (!option.isFlag() && i + 1 < words.length) {
          i++;
          value = words[i];
        }
        put(syntax, option, value, equals >= 0, values);
      } else if (syntax.operand().isEmpty() || !operand.isEmpty()) {
        throw wrong(syntax, "'" + word + "' is one word too many");
      } else {
        operand = word;
      }
    }
    if (!syntax.operand().isEmpty() && operand.isEmpty()) {
      throw wrong(syntax, syntax.operand() + " is missing");
    }
    return new ParsedArguments(syntax, values, operand, false);
  }

  private static Option option(Syntax syntax, String name) {
    for (Option option : syntax.options()) {
      if (option.isCalled(name)) {
        return option;
      }
    }
    throw wrong(syntax, "there is no option '" + name + "'");
  }

  private static void put(
      Syntax syntax, Option option, String value, boolean joined, Map<String, String> values) {
    if (option.isFlag() && joined) {
      throw wrong(syntax, option.name() + " takes no value");
    }
    if (!option.isFlag() && value.isEmpty()) {
      throw wrong(syntax, option.usage() + ": the value is missing");
    }
    if (values.put(option.name(), value) != null) {
      throw wrong(syntax, option.name() + " is given twice");
    }
  }

  private static Failure wrong(Syntax syntax, String message) {
    return new Failure(Exit.WRONG, message, "see `waymark " + syntax.command() + " --help`");
  }

  /** As said of words that this command does not take. */
  public Failure wrong(String message) {
    return wrong(syntax, message);
  }

  public boolean has(String option) {
    return values.containsKey(option);
  }

  public Optional<String> value(String option) {
    return Optional.ofNullable(values.get(option));
  }

  /**
   * The time of an option: {@code 60s}, {@code 5m}, {@code 1h}; none when it is not given.
   *
   * @throws Failure when it is no time, or not from a second to the longest
   */
  public Duration duration(String option, Duration longest) {
    Optional<String> text = value(option);
    if (text.isEmpty()) {
      return Duration.ZERO;
    }
    String word = text.get();
    int unit = "smh".indexOf(word.charAt(word.length() - 1));
    try {
      long number = Long.parseLong(word.substring(0, word.length() - 1));
      if (unit >= 0 && number > 0 && number <= longest.toSeconds()) {
        Duration time = Duration.ofSeconds(number * new int[] {1, 60, 3600}[unit]);
        if (time.compareTo(longest) <= 0) {
          return time;
        }
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw wrong(
        option
            + " is "
            + word
            + "; expected: a time from 1s to "
            + Formats.seconds(longest.toSeconds()).replace(" ", "")
            + ", such as 60s or 5m");
  }

  /**
   * The whole number of an option.
   *
   * @param otherwise when it is not given
   * @throws Failure when it is none, or not from least to most
   */
  public int number(String option, int least, int most, int otherwise) {
    Optional<String> text = value(option);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw wrong(option + " is " + text.get() + "; expected: " + least + " to " + most);
  }
}
