package waymark.app.command;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import waymark.api.Applied;
import waymark.api.Json;
import waymark.api.PolicyFile;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Option;
import waymark.app.cli.Options;
import waymark.app.cli.Parameter;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.client.InvalidFileException;
import waymark.app.client.RequestedFile;
import waymark.app.text.Formats;
import waymark.policy.Printable;

/** {@code waymark apply}. */
public final class ApplyCommand implements Command {
  private static final String WITHIN = "--confirm-within";
  private static final String CONFIRM = "--confirm";
  private static final String ROLLBACK = "--rollback";

  @Override
  public Syntax syntax() {
    return Syntax.of("apply", "put a configuration's policy in force in the running daemon")
        .detail(
            "The daemon reads the file, with its own environment, and changes the kernel in one"
                + " transaction. When the file is invalid, its problems are printed as by 'waymark"
                + " check'; when the kernel refuses the policy, the old one stays in force.")
        .detail("A rule that lacks a list or a country when it comes into force is a warning.")
        .detail(
            "With --confirm-within the policy is on trial: the daemon rolls it back unless"
                + " 'waymark apply --confirm' follows in time. 'waymark apply --rollback' ends the"
                + " trial at once. Neither of them reads the file.")
        .detail(
            "A policy with 'default: block' that would cut off the session you are in is refused"
                + " unless --yes is given.")
        .with(Options.config())
        .with(Options.state())
        .with(
            Option.value(
                WITHIN,
                new Parameter.Text("TIME", List.of("30s", "60s", "5m")),
                "Roll the policy back after this time (60s, 5m) unless it is confirmed."))
        .with(Option.flag(CONFIRM, "Confirm the policy that is on trial."))
        .with(Option.flag(ROLLBACK, "Roll back the policy that is on trial, at once."))
        .with(Options.yes())
        .with(Options.json())
        .example("waymark apply -c new.yaml", "Put the policy of new.yaml in force.")
        .example(
            "waymark apply -c new.yaml --confirm-within 60s",
            "Try it, and go back to the old policy unless it is confirmed within a minute.")
        .example("waymark apply --confirm", "Keep the policy that is on trial.")
        .example("waymark apply --rollback", "Go back to the old policy at once.");
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    requireOne(arguments);
    Duration within = arguments.duration(WITHIN, Duration.ofSeconds(PolicyFile.LONGEST_WAIT));
    boolean json = arguments.has(Options.JSON);
    try {
      if (arguments.has(CONFIRM)) {
        Applied applied = RequestedFile.daemon(arguments, terminal).confirm();
        print(applied, json, "Confirmed " + Printable.of(applied.file()) + ".\n", terminal);
      } else if (arguments.has(ROLLBACK)) {
        Applied applied = RequestedFile.daemon(arguments, terminal).rollBack();
        String again = "Rolled back: " + Printable.of(applied.file()) + " is in force again.\n";
        print(applied, json, again, terminal);
      } else {
        RequestedFile requestedFile = RequestedFile.of(arguments, terminal);
        // The daemon decides about the lockout: the file may depend on its environment.
        long caller = arguments.has(Options.YES) ? 0 : ProcessHandle.current().pid();
        Applied applied = requestedFile.daemonClient().apply(requestedFile.file(), within, caller);
        print(applied, json, text(applied), terminal);
      }
      return Exit.DONE;
    } catch (InvalidFileException e) {
      return e.print(json, terminal);
    }
  }

  private static void requireOne(ParsedArguments arguments) {
    List<String> given =
        Stream.of(CONFIRM, ROLLBACK, WITHIN).filter(arguments::has).limit(2).toList();
    if (given.size() > 1) {
      throw arguments.wrong(
          "options '" + given.getFirst() + "' and '" + given.getLast() + "' exclude each other");
    }
  }

  private static void print(Applied applied, boolean json, String text, Terminal terminal) {
    String note = applied.note().isEmpty() ? "" : "Note: " + Printable.of(applied.note()) + ".\n";
    terminal.out().print(json ? Json.pretty(applied) + "\n" : text + note);
    if (!json) {
      applied.warnings().forEach(warning -> terminal.say("warning: " + Printable.of(warning)));
    }
  }

  private static String text(Applied applied) {
    StringBuilder text = new StringBuilder("Applied ");
    text.append(Printable.of(applied.file()));
    text.append(" in ").append(applied.milliseconds()).append(" ms: ");
    text.append(Formats.count(applied.rules(), "rule")).append("; learned addresses: ");
    text.append(Formats.number(applied.stay())).append(" stay, ");
    text.append(Formats.number(applied.move())).append(" move, ");
    text.append(Formats.number(applied.dropped())).append(" dropped.\n");
    if (applied.confirmWithin() > 0) {
      text.append("It will be rolled back in ")
          .append(Formats.seconds(applied.confirmWithin()))
          .append(" unless you run 'waymark apply --confirm'.\n");
    }
    return text.toString();
  }
}
