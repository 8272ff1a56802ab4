package waymark.app;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import waymark.api.Json;
import waymark.app.lab.Enclosure;
import waymark.app.lab.Lab;
import waymark.app.lab.LabException;
import waymark.app.lab.LabReport;
import waymark.app.lab.Launch;

/** {@code waymark lab}: the program on trial in a network of its own. */
final class LabCommand implements Command {
  private static final String INSIDE = "--inside";
  private static final String KEEP = "--keep";
  private static final String NAMES = "--names";
  private static final String CLIENTS = "--clients";
  private static final int MOST_NAMES = 6_000;
  private static final int MOST_CLIENTS = 256;

  private final Supplier<Launch> launch;

  LabCommand() {
    this(Launch::current);
  }

  /**
   * @param launch how the router's Waymark is started
   */
  LabCommand(Supplier<Launch> launch) {
    this.launch = launch;
  }

  @Override
  public CommandSpec spec() {
    return Options.command(
            "lab",
            "Builds a network in private namespaces, runs Waymark on its router, and shows by which"
                + " link connections leave. Needs no root and touches nothing of this host.")
        .addOption(
            OptionSpec.builder(KEEP)
                .type(boolean.class)
                .description("Leaves it standing afterwards, with a shell on the client.")
                .build())
        .addOption(number(NAMES, "3000", "How many new names the burst has."))
        .addOption(number(CLIENTS, "16", "How many clients ask at once."))
        .addOption(OptionSpec.builder(INSIDE).type(boolean.class).hidden(true).build())
        .addOption(Options.json());
  }

  private static OptionSpec number(String name, String value, String description) {
    return OptionSpec.builder(name)
        .type(int.class)
        .paramLabel("N")
        .defaultValue(value)
        .description(description + " Default: " + value + ".")
        .build();
  }

  @Override
  public Exit run(ParseResult line, Terminal terminal) {
    int names = number(line, NAMES, 20, MOST_NAMES);
    int clients = number(line, CLIENTS, 1, MOST_CLIENTS);
    try {
      return line.hasMatchedOption(INSIDE)
          ? inside(line, terminal, names, clients)
          : enclosed(line, names, clients);
    } catch (LabException e) {
      throw new Failure(Exit.FAILED, "the lab failed: " + e.getMessage(), "");
    }
  }

  private static int number(ParseResult line, String option, int least, int most) {
    int value = line.<Integer>matchedOptionValue(option, 0);
    if (!line.hasMatchedOption(option)) {
      value = Integer.parseInt(line.commandSpec().findOption(option).defaultValue());
    }
    if (value < least || value > most) {
      throw new ParameterException(
          line.commandSpec().commandLine(),
          option + " is " + value + "; expected: " + least + " to " + most);
    }
    return value;
  }

  private Exit enclosed(ParseResult line, int names, int clients) {
    List<String> missing = Enclosure.missing();
    if (!missing.isEmpty()) {
      throw new Failure(
          Exit.FAILED, "the lab needs " + String.join(", ", missing), "install what is missing");
    }
    Enclosure enclosure =
        Enclosure.find()
            .orElseThrow(
                () ->
                    new Failure(
                        Exit.NOT_PERMITTED,
                        "this system lets this user make no network namespace of his own",
                        "allow user namespaces (kernel.unprivileged_userns_clone,"
                            + " kernel.apparmor_restrict_unprivileged_userns), or run this as root"));
    List<String> words = new ArrayList<>(List.of("lab", INSIDE));
    words.addAll(List.of(NAMES, Integer.toString(names), CLIENTS, Integer.toString(clients)));
    if (line.hasMatchedOption(KEEP)) {
      words.add(KEEP);
    }
    if (line.hasMatchedOption(Options.JSON)) {
      words.add(Options.JSON);
    }
    int code = enclosure.run(launch.get().with(words.toArray(String[]::new)));
    for (Exit exit : Exit.values()) {
      if (exit.code() == code) {
        return exit;
      }
    }
    return Exit.FAILED;
  }

  private Exit inside(ParseResult line, Terminal terminal, int names, int clients) {
    LabProgress progress = LabProgress.of(terminal);
    try (Lab lab = Lab.build(launch.get(), names, clients)) {
      LabReport report = lab.play(progress);
      terminal
          .out()
          .print(
              line.hasMatchedOption(Options.JSON)
                  ? Json.pretty(report) + "\n"
                  : LabText.of(report, terminal));
      terminal.out().flush();
      if (line.hasMatchedOption(KEEP)) {
        terminal.err().print(LabText.KEPT);
        lab.shell();
      }
      return report.passed() ? Exit.DONE : Exit.FAILED;
    } finally {
      progress.end();
    }
  }
}
