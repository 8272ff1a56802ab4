package waymark.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import waymark.api.Json;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Failure;
import waymark.app.cli.Option;
import waymark.app.cli.Options;
import waymark.app.cli.Parameter;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.lab.Enclosure;
import waymark.app.lab.Lab;
import waymark.app.lab.LabException;
import waymark.app.lab.LabProgress;
import waymark.app.lab.LabReport;
import waymark.app.lab.LabText;
import waymark.app.lab.Launch;
import waymark.app.lab.Selection;

/** {@code waymark lab}: the program tested in a network of its own. */
public final class LabCommand implements Command {
  private static final String INSIDE = "--inside";
  private static final String KEEP = "--keep";
  private static final String ALL = "--all";
  private static final String NEIGHBOURS = "--neighbours";
  private static final String TROUBLE = "--trouble";
  private static final String ONLY = "--only";
  private static final String NETWORKS = "--networks";
  private static final String ROUNDS = "--rounds";
  private static final String REPEAT = "--repeat";
  private static final String NAMES = "--names";
  private static final String CLIENTS = "--clients";
  private static final int SOME_NAMES = 3_000;
  private static final int MOST_NAMES = 6_000;
  private static final int SOME_NETWORKS = 400_000;
  private static final int MOST_NETWORKS = 1_000_000;
  private static final int SOME_ROUNDS = 10;
  private static final int MOST_ROUNDS = 1_000;
  private static final int MOST_REPEATS = 10_000;
  private static final int SOME_CLIENTS = 16;
  private static final int MOST_CLIENTS = 256;

  private final Supplier<Launch> launch;

  public LabCommand() {
    this(Launch::current);
  }

  /**
   * @param launch how the router's Waymark is started
   */
  LabCommand(Supplier<Launch> launch) {
    this.launch = launch;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("lab", "test Waymark in a private network of its own")
        .detail(
            "It builds a client, a router and two uplinks in private namespaces, runs Waymark on"
                + " the router, and prints which link connections take. It needs no root and"
                + " changes nothing on this host. The exit code is 0 only when every result is as"
                + " expected.")
        .with(
            Option.flag(
                ALL,
                "Also test every plane, failover, default deny, scoped rules, changing lists and"
                    + " countries, and policy swaps under load."))
        .with(
            Option.flag(
                NEIGHBOURS,
                "Test Waymark beside other tools: wg-quick, Docker, firewalld, mwan3, Tailscale,"
                    + " traffic shaping, a DNS filter, bridges, port forwards, callers from"
                    + " outside, and DNS load while a large policy is applied and the daemon"
                    + " restarts."))
        .with(
            Option.flag(
                TROUBLE,
                "Show what Waymark's commands say when something is wrong: a broken file, a missing"
                    + " list, denied names, a shared address, a lost link, a failed start."))
        .with(
            Option.value(
                ONLY,
                new Parameter.Text("TEXT"),
                "Run only the scenarios that have this text in their titles."))
        .with(Option.flag(KEEP, "Open a shell on the client afterwards."))
        .with(
            Option.value(
                NAMES,
                new Parameter.Text("N"),
                "Resolve this many new names in the burst; " + SOME_NAMES + " by default."))
        .with(
            Option.value(
                CLIENTS,
                new Parameter.Text("N"),
                "Let this many clients ask at once; " + SOME_CLIENTS + " by default."))
        .with(
            Option.value(
                NETWORKS,
                new Parameter.Text("N"),
                "The networks of the large policy; " + SOME_NETWORKS + " by default."))
        .with(
            Option.value(
                ROUNDS,
                new Parameter.Text("N"),
                "Apply it, and restart the daemon, so many times; " + SOME_ROUNDS + " by default."))
        .with(
            Option.value(
                REPEAT,
                new Parameter.Text("N"),
                "Run the lab so many times, each in a new network, until one run fails."))
        .with(Option.flag(INSIDE, "Build the network in this process's namespace.").unlisted())
        .with(Options.json())
        .example("waymark lab --all", "Run every scenario of the lab's own network.")
        .example("waymark lab --neighbours --only Docker", "Test Waymark beside Docker.")
        .example("waymark lab --keep", "Build the network and look around in it.");
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    int names = arguments.number(NAMES, 20, MOST_NAMES, SOME_NAMES);
    int clients = arguments.number(CLIENTS, 1, MOST_CLIENTS, SOME_CLIENTS);
    int networks = arguments.number(NETWORKS, 10, MOST_NETWORKS, SOME_NETWORKS);
    int rounds = arguments.number(ROUNDS, 1, MOST_ROUNDS, SOME_ROUNDS);
    Selection selection =
        new Selection(
            arguments.has(ALL),
            arguments.has(NEIGHBOURS),
            arguments.has(TROUBLE),
            arguments.value(ONLY).orElse(""),
            networks,
            rounds);
    try {
      return arguments.has(INSIDE)
          ? inside(arguments, terminal, selection, names, clients)
          : enclosed(arguments, selection, names, clients);
    } catch (LabException e) {
      throw new Failure(Exit.FAILED, "the lab failed: " + e.getMessage(), "");
    }
  }

  private Exit enclosed(ParsedArguments arguments, Selection selection, int names, int clients) {
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
                        "this user may not create a network namespace on this system",
                        "allow user namespaces (kernel.unprivileged_userns_clone,"
                            + " kernel.apparmor_restrict_unprivileged_userns), or run the lab as"
                            + " root"));
    List<String> words = new ArrayList<>(List.of("lab", INSIDE));
    words.addAll(List.of(NAMES, Integer.toString(names), CLIENTS, Integer.toString(clients)));
    words.addAll(List.of(NETWORKS, Integer.toString(selection.networks())));
    words.addAll(List.of(ROUNDS, Integer.toString(selection.rounds())));
    arguments.value(ONLY).ifPresent(only -> words.addAll(List.of(ONLY, only)));
    for (String flag : List.of(ALL, NEIGHBOURS, TROUBLE, KEEP, Options.JSON)) {
      if (arguments.has(flag)) {
        words.add(flag);
      }
    }
    List<String> command = launch.get().with(words.toArray(String[]::new));
    int repeats = arguments.number(REPEAT, 1, MOST_REPEATS, 1);
    Exit exit = Exit.DONE;
    for (int i = 0; i < repeats && exit == Exit.DONE; i++) {
      exit = exit(enclosure.run(command));
    }
    return exit;
  }

  private static Exit exit(int code) {
    for (Exit exit : Exit.values()) {
      if (exit.code() == code) {
        return exit;
      }
    }
    return Exit.FAILED;
  }

  private Exit inside(
      ParsedArguments arguments, Terminal terminal, Selection selection, int names, int clients) {
    try (Lab lab = Lab.build(launch.get(), selection, names, clients)) {
      LabReport report = play(lab, terminal);
      terminal
          .out()
          .print(
              arguments.has(Options.JSON)
                  ? Json.pretty(report) + "\n"
                  : LabText.of(report, terminal));
      terminal.out().flush();
      if (arguments.has(KEEP)) {
        terminal.err().print(LabText.KEPT);
        lab.shell();
      }
      return report.passed() ? Exit.DONE : Exit.FAILED;
    }
  }

  private static LabReport play(Lab lab, Terminal terminal) {
    LabProgress progress = LabProgress.of(terminal);
    try {
      return lab.play(progress);
    } finally {
      progress.end();
    }
  }
}
