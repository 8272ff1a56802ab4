package waymark.app.command;

import java.time.Duration;
import waymark.api.Applied;
import waymark.api.Json;
import waymark.api.PolicyFile;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Formats;
import waymark.app.cli.Option;
import waymark.app.cli.Options;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.client.ConfigurationFile;
import waymark.app.client.InvalidFileException;
import waymark.app.client.RequestedFile;

/** {@code waymark apply}. */
public final class ApplyCommand implements Command {
  private static final String WITHIN = "--confirm-within";
  private static final String CONFIRM = "--confirm";

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "apply",
            "Puts the configuration's policy in force in the running daemon, in one transaction.")
        .with(Options.config())
        .with(
            Option.value(
                WITHIN,
                "TIME",
                "On trial: the policy before comes back after this time (60s, 5m) unless it is"
                    + " confirmed."))
        .with(Option.flag(CONFIRM, "Confirms the policy that is on trial."))
        .with(Options.yes())
        .with(Options.json());
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    if (arguments.has(CONFIRM) && arguments.has(WITHIN)) {
      throw arguments.wrong(CONFIRM + " and " + WITHIN + " exclude each other");
    }
    Duration within = arguments.duration(WITHIN, Duration.ofSeconds(PolicyFile.LONGEST_WAIT));
    boolean json = arguments.has(Options.JSON);
    try {
      RequestedFile requestedFile = RequestedFile.of(ConfigurationFile.of(arguments), terminal);
      // The daemon judges: what it reads from the file may hang on its own environment.
      long caller = arguments.has(Options.YES) ? 0 : ProcessHandle.current().pid();
      Applied applied =
          arguments.has(CONFIRM)
              ? requestedFile.daemonClient().confirm()
              : requestedFile.daemonClient().apply(requestedFile.file(), within, caller);
      terminal
          .out()
          .print(json ? Json.pretty(applied) + "\n" : text(applied, arguments.has(CONFIRM)));
      return Exit.DONE;
    } catch (InvalidFileException e) {
      return e.print(json, terminal);
    }
  }

  private static String text(Applied applied, boolean confirmed) {
    StringBuilder text = new StringBuilder(applied.file());
    if (confirmed) {
      text.append(" is confirmed\n");
    } else {
      text.append(" is in force after ").append(applied.milliseconds()).append(" ms: ");
      text.append(Formats.count(applied.rules(), "rule")).append("; of the addresses learned ");
      text.append(Formats.number(applied.stay())).append(" stay, ");
      text.append(Formats.number(applied.move())).append(" move, ");
      text.append(Formats.number(applied.dropped())).append(" are dropped\n");
    }
    if (applied.confirmWithin() > 0) {
      text.append("the policy before comes back in ")
          .append(Formats.seconds(applied.confirmWithin()))
          .append(" unless you confirm this one: waymark apply --confirm\n");
    }
    if (!applied.note().isEmpty()) {
      text.append(applied.note()).append('\n');
    }
    return text.toString();
  }
}
