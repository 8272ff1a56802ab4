package waymark.app.command;

import java.util.List;
import waymark.api.Json;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Line;
import waymark.app.cli.Options;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.cli.Wording;
import waymark.app.client.ConfigurationFile;
import waymark.app.config.Configuration;
import waymark.app.config.Problems;
import waymark.app.words.Links;
import waymark.policy.Rule;

/** {@code waymark check}. */
public final class CheckCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "check", "Prints every problem of the configuration; exit code 0 when there is none.")
        .with(Options.config())
        .with(Options.json());
  }

  @Override
  public Exit run(Line line, Terminal terminal) {
    ConfigurationFile file = ConfigurationFile.of(line);
    boolean json = line.has(Options.JSON);
    return switch (file.load(terminal)) {
      case Configuration configuration -> {
        terminal
            .out()
            .print(json ? "[]\n" : file.path() + " is right: " + summary(configuration) + "\n");
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
