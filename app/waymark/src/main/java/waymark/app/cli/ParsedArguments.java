package waymark.app.cli;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import waymark.app.text.Formats;

/**
 * The words after a command, understood.
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
   * Matches words against what a command takes.
   *
   * @param words those after the command
   * @throws Failure when the command does not take them
   */
  public static ParsedArguments parse(Syntax syntax, String... words) {
    return new ArgumentParser(syntax, words).parse();
  }

  /** The failure of a command that cannot take these arguments. */
  public Failure wrong(String message) {
    return Failure.ofUsage(syntax, message);
  }

  /** The failure of a command that cannot take the value of an option. */
  public Failure wrongValue(String option, String expected) {
    return wrong(
        "invalid value '" + value(option).orElse("") + "' for '" + option + "': " + expected);
  }

  public boolean has(String option) {
    return values.containsKey(option);
  }

  public Optional<String> value(String option) {
    return Optional.ofNullable(values.get(option));
  }

  /**
   * The time of an option: {@code 60s}, {@code 5m}, {@code 1h}; zero when it is not given.
   *
   * @throws Failure when it is not a time from a second to the longest
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
      // Reported below.
    }
    throw wrongValue(
        option,
        "expected a time from 1s to "
            + Formats.seconds(longest.toSeconds()).replace(" ", "")
            + ", such as 60s or 5m");
  }

  /**
   * The whole number of an option.
   *
   * @param otherwise when it is not given
   * @throws Failure when it is not a number from least to most
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
      // Reported below.
    }
    throw wrongValue(option, "expected a number from " + least + " to " + most);
  }
}
