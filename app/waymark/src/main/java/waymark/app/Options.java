package waymark.app;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options that several commands have. */
final class Options {
  static final String JSON = "--json";
  static final String CONFIG = "-c";

  private Options() {}

  /** A command of this name with {@code --help}. */
  static CommandSpec command(String name, String description) {
    CommandSpec spec = CommandSpec.create().name(name);
    spec.usageMessage()
        .description(description)
        .synopsisHeading("")
        .optionListHeading("%n")
        .parameterListHeading("%n")
        .autoWidth(false)
        .width(100);
    return spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Prints this.").build());
  }

  static OptionSpec json() {
    return OptionSpec.builder(JSON)
        .type(boolean.class)
        .description("Prints JSON, for machines.")
        .build();
  }

  static OptionSpec config() {
    return OptionSpec.builder(CONFIG, "--config")
        .type(Path.class)
        .paramLabel("FILE")
        .description(
            "The configuration; else ./waymark.yaml where there is one, else"
                + " /etc/waymark/waymark.yaml.")
        .build();
  }
}
