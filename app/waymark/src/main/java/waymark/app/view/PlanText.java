package waymark.app.view;

import java.util.List;
import waymark.api.AddressMove;
import waymark.api.AddressPlan;
import waymark.api.Difference;
import waymark.api.FlowMove;
import waymark.api.FlowPlan;
import waymark.api.Plan;
import waymark.app.cli.Terminal;
import waymark.app.cli.Terminal.Tone;
import waymark.app.text.Formats;
import waymark.app.view.Columns.Cell;
import waymark.policy.Printable;

/** A plan as people read it. */
public final class PlanText {
  /** The others are in the JSON. */
  private static final int EXAMPLES = 20;

  private static final int LINES = 100;

  private final Terminal terminal;
  private final StringBuilder out = new StringBuilder();

  private PlanText(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * The whole plan, with a final line break.
   *
   * @param verbose with the lines of the kernel
   */
  public static String of(Plan plan, boolean verbose, Terminal terminal) {
    PlanText text = new PlanText(terminal);
    text.head(plan);
    text.policy(plan.policy());
    if (plan.running()) {
      text.addresses(plan.addresses());
      text.flows(plan.flows());
    }
    text.kernel(plan, verbose);
    return text.out.toString();
  }

  private void head(Plan plan) {
    out.append(Printable.of(plan.file()));
    if (!plan.running()) {
      out.append(": no daemon is running; a start would do this and restore what was learned\n");
    } else if (plan.policy().isEmpty() && isEmpty(plan)) {
      out.append(" would change nothing\n");
    } else {
      out.append(" would make these changes; nothing has been changed\n");
    }
  }

  private static boolean isEmpty(Plan plan) {
    return plan.kernel().added().isEmpty() && plan.kernel().removed().isEmpty();
  }

  private void policy(List<Difference> differences) {
    if (differences.isEmpty()) {
      return;
    }
    out.append('\n');
    int shown = Math.min(LINES, differences.size());
    for (Difference difference : differences.subList(0, shown)) {
      String thing =
          difference.kind() + (difference.name().isEmpty() ? "" : " " + difference.name());
      sign(difference.how(), thing + said(difference.details()));
    }
    more(differences.size() - shown);
  }

  private static String said(List<String> details) {
    return details.isEmpty() ? "" : "  " + String.join("; ", details);
  }

  private void sign(Difference.How how, String text) {
    switch (how) {
      case ADDED -> line(Tone.GOOD, "+ " + text);
      case REMOVED -> line(Tone.BAD, "- " + text);
      case CHANGED -> line(Tone.WARNING, "~ " + text);
    }
  }

  private void line(Tone tone, String text) {
    out.append(terminal.paint(tone, text)).append('\n');
  }

  private void more(int count) {
    if (count > 0) {
      out.append("  and ").append(Formats.number(count)).append(" more: see --json\n");
    }
  }

  private void addresses(AddressPlan plan) {
    out.append("\naddresses  ").append(Formats.number(plan.stay())).append(" stay, ");
    out.append(Formats.number(plan.move())).append(" move, ");
    out.append(Formats.number(plan.dropped())).append(" dropped, ");
    out.append(Formats.number(plan.added())).append(" added\n");
    if (plan.examples().isEmpty()) {
      return;
    }
    Columns table = new Columns().left("ADDRESS").left("NOW").left("THEN");
    int shown = Math.min(EXAMPLES, plan.examples().size());
    for (AddressMove move : plan.examples().subList(0, shown)) {
      table.row(
          Cell.of(move.address()),
          Cell.of(Formats.path(move.from())),
          Cell.of(Formats.path(move.to())));
    }
    table.print("  ", terminal, out);
    more((int) (plan.move() + plan.dropped()) - shown);
  }

  private void flows(FlowPlan plan) {
    out.append("\nflows  ").append(Formats.number(plan.stay())).append(" stay, ");
    out.append(Formats.number(plan.move())).append(" move, ");
    out.append(Formats.number(plan.end())).append(" end with their link\n");
    if (plan.examples().isEmpty()) {
      return;
    }
    Columns table = new Columns().left("TO").left("LEAVE BY").left("THEN").right("FLOWS");
    int shown = Math.min(EXAMPLES, plan.examples().size());
    for (FlowMove move : plan.examples().subList(0, shown)) {
      table.row(
          Cell.of(move.address()),
          Cell.of(move.link() + (move.linkGoes() ? " (removed)" : "")),
          Cell.of(Formats.path(move.to())),
          Cell.of(Formats.number(move.connections())));
    }
    table.print("  ", terminal, out);
    more(plan.examples().size() - shown);
  }

  private void kernel(Plan plan, boolean verbose) {
    List<String> added = plan.kernel().added();
    List<String> removed = plan.kernel().removed();
    if (isEmpty(plan)) {
      return;
    }
    out.append("\nkernel  ").append(Formats.count(added.size(), "line")).append(" added, ");
    out.append(Formats.number(removed.size())).append(" removed");
    if (verbose) {
      out.append('\n');
      lines(removed, Tone.BAD, "- ");
      lines(added, Tone.GOOD, "+ ");
    } else {
      out.append(": see --verbose\n");
    }
  }

  private void lines(List<String> lines, Tone tone, String sign) {
    int shown = Math.min(LINES, lines.size());
    for (String text : lines.subList(0, shown)) {
      line(tone, sign + text);
    }
    more(lines.size() - shown);
  }
}
