package waymark.app.command;

import java.util.List;
import waymark.api.Json;
import waymark.api.Plan;
import waymark.app.cli.Attempt;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Failure;
import waymark.app.cli.Line;
import waymark.app.cli.Options;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.client.Asked;
import waymark.app.client.ConfigurationFile;
import waymark.app.client.WrongFile;
import waymark.app.config.Configuration;
import waymark.app.daemon.PolicySource;
import waymark.app.view.PlanText;
import waymark.app.words.PlanWords;
import waymark.kernel.KernelHost;
import waymark.policy.Policy;

/** {@code waymark plan}. */
public final class PlanCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "plan", "Prints what applying the configuration would change, and changes nothing.")
        .with(Options.config())
        .with(Options.json());
  }

  @Override
  public Exit run(Line line, Terminal terminal) {
    ConfigurationFile file = ConfigurationFile.of(line);
    boolean json = line.has(Options.JSON);
    try {
      Plan plan = plan(file, terminal);
      terminal.out().print(json ? Json.pretty(plan) + "\n" : PlanText.of(plan, terminal));
      return Exit.DONE;
    } catch (WrongFile e) {
      return e.print(json, terminal);
    }
  }

  private static Plan plan(ConfigurationFile file, Terminal terminal) {
    Asked asked = Asked.of(file, terminal);
    try {
      return asked.daemon().plan(asked.file());
    } catch (Failure e) {
      if (e.exit() != Exit.NOT_REACHABLE) {
        throw e;
      }
      Configuration configuration = file.require(terminal);
      Policy policy = new PolicySource(configuration).policy();
      List<String> kernel =
          Attempt.at(() -> KernelHost.listing(policy, RunCommand.settings(configuration)));
      return PlanWords.ofStart(asked.file().toString(), policy, kernel);
    }
  }
}
