package waymark.app;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waymark.api.Json;
import waymark.app.config.Configuration;
import waymark.app.config.Problems;
import waymark.policy.Rule;

/** {@code waymark check}. */
final class CheckCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Options.command(
            "check", "Prints every problem of the configuration; exit code 0 when there is none.")
        .addOption(Options.config())
        .addOption(Options.json());
  }

  @Override
  public Exit run(ParseResult line, Terminal terminal) {
    ConfigurationFile file = ConfigurationFile.of(line);
    boolean json = line.hasMatchedOption(Options.JSON);
    return switch (file.load(terminal)) {
      case Configuration configuration -> {
        terminal
            .out()
            .print(json ? "[]\n" : file.path() + " is right: " + summary(configuration) + "\n");
        yield Exit.DONE;
      }
      case Problems problems -> {
        terminal.out().print(json ? Json.pretty(problems.list()) + "\n" : problems.toString());
        terminal.say(ConfigurationFile.count(problems) + " in " + file.path());
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
    return Wording.count(configuration.policy().links().size(), "link")
        + ", "
        + Wording.count(rules.size(), "rule")
        + " with "
        + Wording.count(names, "name")
        + " and "
        + Wording.count(networks, "network")
        + ", default "
        + Wording.path(Links.names(configuration.policy().otherwise()));
  }
}
