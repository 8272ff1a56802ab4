package waymark.app.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import waymark.app.text.Spelling;

/**
 * The command line of the program: finds the command that a word names and runs it.
 *
 * @param summary what the program does: a sentence
 * @param entries in the order of the help
 */
public record CommandLine(String summary, List<Entry> entries) {
  public CommandLine {
    entries = List.copyOf(entries);
  }

  /**
   * A command, made when it is wanted.
   *
   * @param listed whether help and completion show it
   */
  public record Entry(String name, boolean listed, Supplier<Command> maker) {
    public static Entry of(String name, Supplier<Command> maker) {
      return new Entry(name, true, maker);
    }

    public static Entry unlisted(String name, Supplier<Command> maker) {
      return new Entry(name, false, maker);
    }
  }

  /** Runs the command of these words; what fails is printed. */
  public Exit run(String[] words, Terminal terminal) {
    try {
      return words.length == 0 ? usage(terminal) : run(words[0], words, terminal);
    } catch (Failure e) {
      e.print(terminal);
      return e.exit();
    } finally {
      terminal.out().flush();
    }
  }

  private Exit usage(Terminal terminal) {
    terminal.err().print(help());
    return Exit.WRONG;
  }

  private Exit run(String word, String[] words, Terminal terminal) {
    if (word.equals("-h") || word.equals("--help")) {
      terminal.out().print(help());
      return Exit.DONE;
    }
    Command command = command(word.equals("--version") ? "version" : word);
    ParsedArguments arguments =
        ParsedArguments.parse(command.syntax(), Arrays.copyOfRange(words, 1, words.length));
    if (arguments.isHelp()) {
      terminal.out().print(HelpText.of(command.syntax()));
      return Exit.DONE;
    }
    return command.run(arguments, terminal);
  }

  /** The help of the program. */
  public String help() {
    return HelpText.of(this);
  }

  /**
   * The help of a command.
   *
   * @throws Failure when there is no such command
   */
  public String help(String name) {
    return HelpText.of(command(name).syntax());
  }

  /**
   * The command of that name.
   *
   * @throws Failure when there is none
   */
  public Command command(String name) {
    for (Entry entry : entries) {
      if (entry.name().equals(name)) {
        return entry.maker().get();
      }
    }
    String kind = name.startsWith("-") ? "option" : "command";
    throw new Failure(
        Exit.WRONG,
        "unknown " + kind + " '" + name + "'" + Spelling.suggestion(name, names()),
        "see 'waymark --help'");
  }

  /** The names of the commands that help shows. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.listed()) {
        names.add(entry.name());
      }
    }
    return names;
  }

  /** The commands that help shows. */
  public List<Syntax> listed() {
    List<Syntax> listed = new ArrayList<>();
    for (String name : names()) {
      listed.add(command(name).syntax());
    }
    return listed;
  }
}
