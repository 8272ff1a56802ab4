package waymark.app.command;

import java.util.List;
import waymark.api.Json;
import waymark.api.Plan;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Failure;
import waymark.app.cli.Failures;
import waymark.app.cli.Option;
import waymark.app.cli.Options;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.client.ConfigurationFile;
import waymark.app.client.InvalidFileException;
import waymark.app.client.RequestedFile;
import waymark.app.config.Configuration;
import waymark.app.config.Problem;
import waymark.app.config.Problems;
import waymark.app.daemon.PolicySource;
import waymark.app.toapi.PlanToApi;
import waymark.app.toapi.ProblemToApi;
import waymark.app.view.PlanText;
import waymark.kernel.KernelState;
import waymark.policy.Policy;
import waymark.policy.Printable;

/** {@code waymark plan}. */
public final class PlanCommand implements Command {
  private static final String VERBOSE = "--verbose";

  @Override
  public Syntax syntax() {
    return Syntax.of("plan", "show what applying a configuration would change")
        .detail(
            "It shows links, groups and rules; learned addresses that would move or be dropped;"
                + " open connections that would end; and how many lines of the kernel's table,"
                + " rules and routes. With --verbose it prints these lines. Nothing is changed.")
        .detail(
            "Without a daemon it shows what a start would put into the kernel. What was learned"
                + " before is not known then.")
        .with(Options.config())
        .with(Options.state())
        .with(Option.flag(VERBOSE, "Also print the lines of the kernel's table, rules and routes."))
        .with(Options.json())
        .example("waymark plan -c new.yaml", "Show what new.yaml would change.");
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    boolean json = arguments.has(Options.JSON);
    try {
      Plan plan = plan(arguments, terminal);
      terminal
          .out()
          .print(
              json
                  ? Json.pretty(plan) + "\n"
                  : PlanText.of(plan, arguments.has(VERBOSE), terminal));
      if (!json) {
        plan.warnings().forEach(warning -> terminal.say("warning: " + Printable.of(warning)));
      }
      return Exit.DONE;
    } catch (InvalidFileException e) {
      return e.print(json, terminal);
    }
  }

  private static Plan plan(ParsedArguments arguments, Terminal terminal) {
    RequestedFile requestedFile = RequestedFile.of(arguments, terminal);
    try {
      return requestedFile.daemonClient().plan(requestedFile.file());
    } catch (Failure e) {
      if (e.exit() != Exit.NOT_REACHABLE) {
        throw e;
      }
      ConfigurationFile file = ConfigurationFile.of(arguments);
      Configuration configuration = file.require(terminal);
      PolicySource source = new PolicySource(configuration);
      List<Problem> broken = source.check(file.path()).problems();
      if (!broken.isEmpty()) {
        throw new InvalidFileException(ProblemToApi.of(new Problems(broken), file.path()));
      }
      Policy policy = source.policy();
      List<String> kernel =
          Failures.at(() -> KernelState.describe(policy, configuration.hostSettings()));
      return PlanToApi.ofStart(requestedFile.file().toString(), policy, kernel, source.warnings());
    }
  }
}
