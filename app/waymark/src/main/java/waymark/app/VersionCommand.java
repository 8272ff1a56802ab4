package waymark.app;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waymark.api.Json;

/** {@code waymark version}. */
final class VersionCommand implements Command {
  /** What {@code --json} prints. */
  public record Version(String version, String java) {}

  @Override
  public CommandSpec spec() {
    return Options.command("version", "Prints the version of Waymark and of the Java that runs it.")
        .addOption(Options.json());
  }

  @Override
  public Exit run(ParseResult line, Terminal terminal) {
    String java = Runtime.version().toString();
    String version = Program.version();
    terminal
        .out()
        .print(
            line.hasMatchedOption(Options.JSON)
                ? Json.pretty(new Version(version, java)) + "\n"
                : "waymark " + version + " (Java " + java + ")\n");
    return Exit.DONE;
  }
}
