package waymark.app;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waymark.app.config.ConfigurationSchema;

/** {@code waymark schema}. */
final class SchemaCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Options.command(
            "schema", "Prints the JSON Schema of the configuration file, for editors.")
        .addOption(Options.json());
  }

  @Override
  public Exit run(ParseResult line, Terminal terminal) {
    terminal.out().print(ConfigurationSchema.text());
    return Exit.DONE;
  }
}
