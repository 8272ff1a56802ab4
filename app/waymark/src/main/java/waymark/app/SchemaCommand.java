package waymark.app;

import waymark.app.config.ConfigurationSchema;

/** {@code waymark schema}. */
final class SchemaCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("schema", "Prints the JSON Schema of the configuration file, for editors.")
        .with(Options.json());
  }

  @Override
  public Exit run(Line line, Terminal terminal) {
    terminal.out().print(ConfigurationSchema.text());
    return Exit.DONE;
  }
}
