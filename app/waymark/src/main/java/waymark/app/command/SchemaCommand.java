package waymark.app.command;

import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Options;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.config.ConfigurationSchema;

/** {@code waymark schema}. */
public final class SchemaCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("schema", "print the JSON Schema of the configuration file")
        .detail("Editors complete and check waymark.yaml with it.")
        .with(Options.json())
        .example("waymark schema > waymark.schema.json", "Keep the schema in a file.");
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    terminal.out().print(ConfigurationSchema.text());
    return Exit.DONE;
  }
}
