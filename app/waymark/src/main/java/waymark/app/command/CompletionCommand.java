package waymark.app.command;

import java.util.List;
import waymark.app.cli.Command;
import waymark.app.cli.CommandLine;
import waymark.app.cli.Exit;
import waymark.app.cli.Parameter;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.manual.BashCompletion;
import waymark.app.manual.FishCompletion;
import waymark.app.manual.ZshCompletion;

/** {@code waymark completion}. */
public final class CompletionCommand implements Command {
  private final CommandLine commandLine;

  public CompletionCommand(CommandLine commandLine) {
    this.commandLine = commandLine;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("completion", "print a completion script for a shell")
        .detail(
            "The script completes commands, options, their values and file names. It is made from"
                + " the commands of this version: print it again after an update.")
        .taking(new Parameter.Choice("SHELL", List.of("bash", "zsh", "fish")))
        .example(
            "waymark completion bash > /etc/bash_completion.d/waymark",
            "Install completion for bash, for all users.")
        .example(
            "waymark completion zsh > /usr/local/share/zsh/site-functions/_waymark",
            "Install completion for zsh, for all users.")
        .example(
            "waymark completion fish > ~/.config/fish/completions/waymark.fish",
            "Install completion for fish, for one user.");
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    List<Syntax> commands = commandLine.listed();
    terminal
        .out()
        .print(
            switch (arguments.operand()) {
              case "bash" -> BashCompletion.of(commands);
              case "zsh" -> ZshCompletion.of(commands);
              case "fish" -> FishCompletion.of(commands);
              default -> throw new IllegalStateException("no shell: " + arguments.operand());
            });
    return Exit.DONE;
  }
}
