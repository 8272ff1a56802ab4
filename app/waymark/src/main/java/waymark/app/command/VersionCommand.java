package waymark.app.command;

import waymark.api.Json;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Options;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Program;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;

/** {@code waymark version}. */
public final class VersionCommand implements Command {
  /** What {@code --json} prints. */
  public record Version(String version, String java) {}

  @Override
  public Syntax syntax() {
    return Syntax.of("version", "print the version of Waymark and of its Java runtime")
        .with(Options.json());
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    String java = Runtime.version().toString();
    String version = Program.version();
    terminal
        .out()
        .print(
            arguments.has(Options.JSON)
                ? Json.pretty(new Version(version, java)) + "\n"
                : "waymark " + version + " (Java " + java + ")\n");
    return Exit.DONE;
  }
}
