package waymark.app;

import java.util.List;
import waymark.app.cli.CommandLine;
import waymark.app.cli.CommandLine.Entry;
import waymark.app.cli.Exit;
import waymark.app.cli.LogOutput;
import waymark.app.cli.LogTime;
import waymark.app.cli.Terminal;
import waymark.app.command.ApplyCommand;
import waymark.app.command.CheckCommand;
import waymark.app.command.CompletionCommand;
import waymark.app.command.ConflictsCommand;
import waymark.app.command.CountriesCommand;
import waymark.app.command.DeniedCommand;
import waymark.app.command.DownCommand;
import waymark.app.command.EventsCommand;
import waymark.app.command.ExplainCommand;
import waymark.app.command.HelpCommand;
import waymark.app.command.LabCommand;
import waymark.app.command.ListsCommand;
import waymark.app.command.LogCommand;
import waymark.app.command.ManCommand;
import waymark.app.command.PlanCommand;
import waymark.app.command.RunCommand;
import waymark.app.command.SchemaCommand;
import waymark.app.command.StatusCommand;
import waymark.app.command.TopCommand;
import waymark.app.command.VersionCommand;

/** The program's commands, and its start. */
public final class Main {
  private static final CommandLine COMMANDS =
      new CommandLine(
          "Waymark routes each connection by the domain name it is opened for.",
          List.of(
              Entry.of("run", RunCommand::new),
              Entry.of("check", CheckCommand::new),
              Entry.of("plan", PlanCommand::new),
              Entry.of("apply", ApplyCommand::new),
              Entry.of("status", StatusCommand::new),
              Entry.of("explain", ExplainCommand::new),
              Entry.of("events", EventsCommand::new),
              Entry.of("log", LogCommand::new),
              Entry.of("conflicts", ConflictsCommand::new),
              Entry.of("denied", DeniedCommand::new),
              Entry.of("lists", ListsCommand::new),
              Entry.of("top", TopCommand::new),
              Entry.of("down", DownCommand::new),
              Entry.of("countries", CountriesCommand::new),
              Entry.of("lab", LabCommand::new),
              Entry.of("schema", SchemaCommand::new),
              Entry.of("completion", () -> new CompletionCommand(commands())),
              Entry.of("help", () -> new HelpCommand(commands())),
              Entry.of("version", VersionCommand::new),
              Entry.unlisted("man", () -> new ManCommand(commands())),
              Entry.unlisted("rehearse", AotTraining::new)));

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    LogTime.configure(System.getenv());
    System.setErr(new LogOutput(System.err));
    System.exit(run(arguments, Terminal.ofProcess()).code());
  }

  static Exit run(String[] words, Terminal terminal) {
    return COMMANDS.run(words, terminal);
  }

  /** What the command line takes. */
  static CommandLine commands() {
    return COMMANDS;
  }
}
