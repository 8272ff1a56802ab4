package waymark.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Failure;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.command.ApplyCommand;
import waymark.app.command.CheckCommand;
import waymark.app.command.ConflictsCommand;
import waymark.app.command.CountriesCommand;
import waymark.app.command.DownCommand;
import waymark.app.command.EventsCommand;
import waymark.app.command.ExplainCommand;
import waymark.app.command.LabCommand;
import waymark.app.command.PlanCommand;
import waymark.app.command.RunCommand;
import waymark.app.command.SchemaCommand;
import waymark.app.command.StatusCommand;
import waymark.app.command.TopCommand;
import waymark.app.command.VersionCommand;

/** The command line. */
public final class Main {
  private static final List<Word> WORDS =
      List.of(
          new Word("run", RunCommand::new),
          new Word("check", CheckCommand::new),
          new Word("plan", PlanCommand::new),
          new Word("apply", ApplyCommand::new),
          new Word("status", StatusCommand::new),
          new Word("explain", ExplainCommand::new),
          new Word("events", EventsCommand::new),
          new Word("conflicts", ConflictsCommand::new),
          new Word("top", TopCommand::new),
          new Word("down", DownCommand::new),
          new Word("countries", CountriesCommand::new),
          new Word("lab", LabCommand::new),
          new Word("schema", SchemaCommand::new),
          new Word("version", VersionCommand::new));

  /** No user's command: it is not in the help. */
  private static final Word REHEARSE = new Word("rehearse", AotTraining::new);

  /** A command that is made when it is wanted. */
  private record Word(String word, Supplier<Command> command) {}

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    int code = run(arguments, Terminal.ofProcess()).code();
    System.exit(code);
  }

  static Exit run(String[] words, Terminal terminal) {
    try {
      if (words.length == 0) {
        terminal.err().print(help());
        return Exit.WRONG;
      }
      String word = words[0];
      if (word.equals("-h") || word.equals("--help") || word.equals("help")) {
        terminal.out().print(help());
        return Exit.DONE;
      }
      Command command = command(word.equals("--version") ? "version" : word);
      ParsedArguments arguments =
          ParsedArguments.parse(command.syntax(), Arrays.copyOfRange(words, 1, words.length));
      if (arguments.isHelp()) {
        terminal.out().print(command.syntax().help());
        return Exit.DONE;
      }
      return command.run(arguments, terminal);
    } catch (Failure e) {
      terminal.say(e.getMessage() + (e.advice().isEmpty() ? "" : "; " + e.advice()));
      return e.exit();
    } finally {
      terminal.out().flush();
    }
  }

  /**
   * The command of a word.
   *
   * @throws Failure when there is none
   */
  static Command command(String word) {
    return Stream.concat(WORDS.stream(), Stream.of(REHEARSE))
        .filter(known -> known.word().equals(word))
        .findFirst()
        .map(known -> known.command().get())
        .orElseThrow(
            () ->
                new Failure(
                    Exit.WRONG,
                    "there is no command '" + word + "', but " + String.join(", ", words()),
                    "see `waymark --help`"));
  }

  static List<String> words() {
    List<String> words = new ArrayList<>();
    for (Word word : WORDS) {
      words.add(word.word());
    }
    return words;
  }

  private static String help() {
    StringBuilder text = new StringBuilder("waymark COMMAND [OPTION...]\n");
    Syntax.wrap(
        "Sends each connection of this host out by the link that its name's rule says.", 0, text);
    text.append('\n');
    for (Word word : WORDS) {
      text.append("  ").append(word.word()).append(" ".repeat(11 - word.word().length()));
      Syntax.wrap(word.command().get().syntax().description(), 13, text);
    }
    return text.append("\nwaymark COMMAND --help says more.\n").toString();
  }
}
