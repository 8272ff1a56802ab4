package waymark.app.command;

import java.util.List;
import waymark.api.Json;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Options;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.client.ConfigurationFile;
import waymark.app.config.Configuration;
import waymark.app.config.OpenPatterns;
import waymark.app.config.Problems;
import waymark.app.text.Formats;
import waymark.app.toapi.OutletNames;
import waymark.policy.Printable;
import waymark.policy.Rule;

/** {@code waymark check}. */
public final class CheckCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("check", "check the configuration and print every problem")
        .detail(
            "Each problem is a line: file, line, column, key, what is wrong, and what was expected."
                + " Nothing is changed, and no root is needed.")
        .detail("With --json it prints a list of problems, which is empty for a valid file.")
        .with(Options.config())
        .with(Options.json())
        .example("waymark check -c new.yaml", "Check a file before it is used.");
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    ConfigurationFile file = ConfigurationFile.of(arguments);
    boolean json = arguments.has(Options.JSON);
    return switch (file.load(terminal)) {
      case Configuration configuration -> {
        terminal
            .out()
            .print(
                json
                    ? "[]\n"
                    : Printable.of(file.path().toString())
                        + " is valid: "
                        + summary(configuration)
                        + "\n");
        OpenPatterns.of(configuration.policy()).forEach(terminal::say);
        yield Exit.DONE;
      }
      case Problems problems -> {
        terminal.out().print(json ? Json.pretty(problems.list()) + "\n" : problems.toString());
        terminal.say(problems.count() + " in " + file.path());
        yield Exit.WRONG;
      }
    };
  }

  private static String summary(Configuration configuration) {
    List<Rule> rules = configuration.policy().rules();
    int names = 0;
    int networks = 0;
    for (Rule rule : rules) {
      names += rule.names().size();
      networks += rule.networks().size();
    }
    return Formats.count(configuration.policy().links().size(), "link")
        + ", "
        + Formats.count(rules.size(), "rule")
        + " with "
        + Formats.count(names, "name")
        + " and "
        + Formats.count(networks, "network")
        + ", default "
        + Formats.path(OutletNames.names(configuration.policy().otherwise()));
  }
}
