package waymark.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. */
public final class Main {
  private static final List<Word> WORDS =
      List.of(
          new Word("run", RunCommand::new),
          new Word("check", CheckCommand::new),
          new Word("status", StatusCommand::new),
          new Word("explain", ExplainCommand::new),
          new Word("down", DownCommand::new),
          new Word("lab", LabCommand::new),
          new Word("schema", SchemaCommand::new),
          new Word("version", VersionCommand::new));

  /** A command that is made when it is wanted. */
  private record Word(String word, Supplier<Command> command) {}

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    int code = run(arguments, Terminal.ofProcess()).code();
    System.exit(code);
  }

  static Exit run(String[] arguments, Terminal terminal) {
    Map<String, Command> commands = new HashMap<>();
    CommandLine line = line(arguments, commands);
    try {
      ParseResult result = line.parseArgs(arguments);
      while (result.hasSubcommand() && !result.isUsageHelpRequested()) {
        result = result.subcommand();
      }
      if (result.isUsageHelpRequested()) {
        result.commandSpec().commandLine().setSeparator(" ").usage(terminal.out());
        return Exit.DONE;
      }
      Command command = commands.get(result.commandSpec().name());
      if (command == null) {
        line.usage(terminal.err());
        return Exit.WRONG;
      }
      return command.run(result, terminal);
    } catch (ParameterException e) {
      terminal.say(usage(e));
      return Exit.WRONG;
    } catch (Failure e) {
      terminal.say(e.getMessage() + (e.advice().isEmpty() ? "" : "; " + e.advice()));
      return e.exit();
    } finally {
      terminal.out().flush();
    }
  }

  /** The command line that these arguments need; fills in its commands by their word. */
  static CommandLine line(String[] arguments, Map<String, Command> commands) {
    CommandLine line = new CommandLine(root(arguments, commands));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    return line;
  }

  /** Help and unknown words need all commands; else only the one that is meant is made. */
  private static CommandSpec root(String[] arguments, Map<String, Command> commands) {
    CommandSpec root =
        Options.command(
            "waymark",
            "Sends each connection of this host out by the link that its name's rule says.");
    root.usageMessage().commandListHeading("%n").footer("", "waymark COMMAND --help says more.");
    List<Word> meant = new ArrayList<>();
    for (Word word : WORDS) {
      if (arguments.length > 0 && arguments[0].equals(word.word())) {
        meant.add(word);
      }
    }
    for (Word word : meant.isEmpty() ? WORDS : meant) {
      Command command = word.command().get();
      CommandSpec spec = command.spec();
      commands.put(word.word(), command);
      root.addSubcommand(word.word(), spec);
    }
    return root;
  }

  private static String usage(ParameterException e) {
    CommandLine line = e.getCommandLine();
    StringBuilder text = new StringBuilder();
    if (e instanceof UnmatchedArgumentException unmatched && !line.getSubcommands().isEmpty()) {
      text.append("there is no command '").append(unmatched.getUnmatched().getFirst());
      text.append("', but ")
          .append(String.join(", ", new TreeMap<>(line.getSubcommands()).keySet()));
    } else {
      String message = String.valueOf(e.getMessage());
      text.append(Character.toLowerCase(message.charAt(0))).append(message, 1, message.length());
    }
    return text.append("; see `")
        .append(line.getCommandSpec().qualifiedName())
        .append(" --help`")
        .toString();
  }
}
