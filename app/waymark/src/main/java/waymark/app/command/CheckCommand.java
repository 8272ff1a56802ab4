package waymark.app.command;

import java.util.ArrayList;
import java.util.List;
import waymark.api.Json;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Failures;
import waymark.app.cli.Option;
import waymark.app.cli.Options;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.client.ConfigurationFile;
import waymark.app.config.Configuration;
import waymark.app.config.OpenPatterns;
import waymark.app.config.Problem;
import waymark.app.config.Problems;
import waymark.app.config.TunnelLoops;
import waymark.app.config.UnreachedRules;
import waymark.app.daemon.PolicySource;
import waymark.app.daemon.SourceFindings;
import waymark.app.text.Formats;
import waymark.app.toapi.OutletNames;
import waymark.kernel.KernelState;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.HostConflict;
import waymark.kernel.model.HostNeighbours;
import waymark.kernel.model.Marks;
import waymark.kernel.model.PlaneLimits;
import waymark.policy.Printable;
import waymark.policy.Rule;

/** {@code waymark check}. */
public final class CheckCommand implements Command {
  private static final String HOST = "--host";

  /**
   * What {@code --json} prints.
   *
   * @param problems what makes the file invalid
   * @param warnings of a valid file, a sentence each
   * @param notes what is still to be fetched, a sentence each
   */
  public record Checked(List<Problem> problems, List<String> warnings, List<String> notes) {}

  /**
   * What {@code --host --json} prints.
   *
   * @param known the programs that were recognised
   * @param conflicts a sentence each, with the remedy
   * @param notes what else is worth knowing, such as how DNS may pass unseen: a sentence each
   */
  public record HostCheck(List<String> known, List<String> conflicts, List<String> notes) {}

  @Override
  public Syntax syntax() {
    return Syntax.of("check", "check the configuration and print every problem")
        .detail(
            "Each problem is a line: file, line, column, key, what is wrong, and what was expected."
                + " Nothing is changed, and no root is needed.")
        .detail(
            "Local files that the configuration names, lists and the country file, are read: one"
                + " that is missing or broken is a problem.")
        .detail(
            "A valid file may have warnings, which do not change the exit code: what the chosen"
                + " plane cannot do as well as others, patterns that match names of any owner,"
                + " rules that are never reached, a default that may send a tunnel into itself,"
                + " and invalid entries of lists.")
        .detail("With --json it prints {problems, warnings, notes}.")
        .detail(
            "With --host it looks at this host instead: which other programs use marks, ip rules,"
                + " routing tables, hooks and queues in a way that conflicts with Waymark, and how"
                + " DNS may pass unseen. It needs root; the file, where it is valid, says which"
                + " numbers Waymark uses. The exit code is 1 when there are conflicts.")
        .with(Options.config())
        .with(Option.flag(HOST, "Look for conflicts with other programs of this host."))
        .with(Options.json())
        .example("waymark check -c new.yaml", "Check a file before it is used.")
        .example("waymark check --host", "Look who else steers packets here.");
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    ConfigurationFile file = ConfigurationFile.of(arguments);
    boolean json = arguments.has(Options.JSON);
    if (arguments.has(HOST)) {
      return host(file, json, terminal);
    }
    return switch (file.load(terminal)) {
      case Configuration configuration -> {
        SourceFindings sources = new PolicySource(configuration).check(file.path());
        if (!sources.problems().isEmpty()) {
          yield wrong(new Problems(sources.problems()), file, json, terminal);
        }
        List<String> warnings = warnings(configuration);
        warnings.addAll(sources.warnings());
        terminal
            .out()
            .print(
                json
                    ? Json.pretty(new Checked(List.of(), warnings, sources.notes())) + "\n"
                    : Printable.of(file.path().toString())
                        + " is valid: "
                        + summary(configuration)
                        + "\n");
        if (!json) {
          warnings.forEach(warning -> terminal.say("warning: " + Printable.of(warning)));
          sources.notes().forEach(note -> terminal.say("note: " + Printable.of(note)));
        }
        yield Exit.DONE;
      }
      case Problems problems -> wrong(problems, file, json, terminal);
    };
  }

  private static Exit wrong(
      Problems problems, ConfigurationFile file, boolean json, Terminal terminal) {
    terminal
        .out()
        .print(
            json
                ? Json.pretty(new Checked(problems.list(), List.of(), List.of())) + "\n"
                : problems.toString());
    terminal.say(problems.count() + " in " + file.path());
    return Exit.WRONG;
  }

  private static List<String> warnings(Configuration configuration) {
    List<String> warnings =
        new ArrayList<>(
            PlaneLimits.of(
                configuration.plane(), configuration.policy(), configuration.exemptionSettings()));
    warnings.addAll(OpenPatterns.of(configuration.policy()));
    warnings.addAll(UnreachedRules.of(configuration));
    warnings.addAll(TunnelLoops.of(configuration.policy()));
    return warnings;
  }

  private static Exit host(ConfigurationFile file, boolean json, Terminal terminal) {
    HostNeighbours found =
        file.load(terminal) instanceof Configuration configuration
            ? neighbours(configuration.marks(), configuration.captureSettings())
            : neighbours(Marks.DEFAULT, CaptureSettings.DEFAULT);
    HostCheck check =
        new HostCheck(found.known(), sentences(found.conflicts()), sentences(found.notes()));
    terminal.out().print(json ? Json.pretty(check) + "\n" : text(check));
    return check.conflicts().isEmpty() ? Exit.DONE : Exit.FAILED;
  }

  private static HostNeighbours neighbours(Marks marks, CaptureSettings captureSettings) {
    return Failures.at(() -> KernelState.neighbours(marks, captureSettings));
  }

  private static List<String> sentences(List<HostConflict> conflicts) {
    return conflicts.stream().map(HostConflict::toString).toList();
  }

  private static String text(HostCheck check) {
    StringBuilder text = new StringBuilder();
    if (!check.known().isEmpty()) {
      text.append("Found ").append(String.join(", ", check.known())).append(".\n");
    }
    check.conflicts().forEach(conflict -> text.append(Printable.of(conflict)).append('\n'));
    text.append(Formats.count(check.conflicts().size(), "conflict"));
    text.append(" with other programs.\n");
    if (!check.notes().isEmpty()) {
      text.append(Formats.count(check.notes().size(), "note")).append(":\n");
      check.notes().forEach(note -> text.append(Printable.of(note)).append('\n'));
    }
    return text.toString();
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
