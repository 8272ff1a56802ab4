package waymark.app.view;

import java.util.ArrayList;
import java.util.List;
import waymark.api.Denial;
import waymark.api.Denials;
import waymark.app.cli.Terminal;
import waymark.app.cli.Terminal.Tone;
import waymark.app.text.Formats;
import waymark.app.view.Columns.Cell;
import waymark.policy.Printable;

/** What was refused, as people read it. */
public final class DenialsText {
  /** The width from which all columns are shown. */
  private static final int WIDE = 110;

  /** The longest text of a column on a plain terminal. */
  private static final int NARROW = 16;

  private DenialsText() {}

  /** A table, and the rules that would allow it. */
  public static String of(Denials denials, Terminal terminal) {
    StringBuilder out = new StringBuilder();
    if (denials.denials().isEmpty()) {
      out.append("Nothing was refused since the daemon started.\n");
    } else {
      table(denials.denials()).print("", terminal, out);
    }
    List<String> rules =
        denials.denials().stream()
            .map(Denial::allow)
            .filter(rule -> !rule.isEmpty())
            .distinct()
            .toList();
    if (!rules.isEmpty()) {
      out.append("\nRules that would allow this; take those that you want:\n");
      rules.forEach(rule -> out.append("  ").append(Printable.of(rule)).append('\n'));
    }
    if (denials.lost() > 0) {
      out.append('\n')
          .append(Formats.count(denials.lost(), "more packet"))
          .append(" came too fast to be listed.\n");
    }
    return out.toString();
  }

  private static Columns table(List<Denial> denials) {
    return table(denials, Integer.MAX_VALUE);
  }

  /**
   * One row each.
   *
   * @param width of the terminal; a plain one has no room for the name beside the address
   */
  static Columns table(List<Denial> denials, int width) {
    boolean wide = width >= WIDE;
    Columns table = new Columns().left("LAST").left("CLIENT").left("NAME");
    if (wide) {
      table.left("ADDRESS");
    }
    table.left("PORT").right("PACKETS").left("BY");
    for (Denial denial : denials) {
      List<Cell> cells = new ArrayList<>();
      String time = LogText.time(denial.last());
      cells.add(Cell.of(wide ? time.substring(0, 19) : time.substring(11, 19)));
      cells.add(Cell.of(cut(denial.client(), wide)));
      String name = denial.name().isEmpty() && !wide ? denial.address() : denial.name();
      cells.add(Cell.of(name.isEmpty() ? "-" : cut(name, wide)));
      if (wide) {
        cells.add(Cell.of(denial.address()));
      }
      cells.add(Cell.of(denial.protocol() + (denial.port() == 0 ? "" : "/" + denial.port())));
      cells.add(Cell.of(Formats.number(denial.packets())));
      Tone tone = denial.cause() == Denial.Cause.LINK_DOWN ? Tone.BAD : Tone.PLAIN;
      cells.add(new Cell(wide ? by(denial) : cut(Printable.of(denial.rule()), false), tone));
      table.row(cells.toArray(Cell[]::new));
    }
    return table;
  }

  private static String cut(String text, boolean wide) {
    return wide ? text : TopView.cut(text, NARROW);
  }

  private static String by(Denial denial) {
    String rule = denial.rule().equals("default") ? "the default" : "rule " + denial.rule();
    return switch (denial.cause()) {
      case DEFAULT, RULE -> rule;
      case LINK_DOWN -> rule + ": no link is up";
      case EARLIER -> rule + ": the connection is older";
    };
  }
}
