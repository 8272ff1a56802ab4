package waymark.app.command;

import waymark.app.cli.Command;
import waymark.app.cli.CommandLine;
import waymark.app.cli.Exit;
import waymark.app.cli.Parameter;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;

/** {@code waymark help}. */
public final class HelpCommand implements Command {
  private final CommandLine commandLine;

  public HelpCommand(CommandLine commandLine) {
    this.commandLine = commandLine;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("help", "print the help of a command, or the list of commands")
        .detail("'waymark help COMMAND' and 'waymark COMMAND --help' print the same.")
        .mayTake(new Parameter.Choice("COMMAND", commandLine.names()))
        .example("waymark help apply", "Print the help of 'waymark apply'.");
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    String command = arguments.operand();
    terminal.out().print(command.isEmpty() ? commandLine.help() : commandLine.help(command));
    return Exit.DONE;
  }
}
