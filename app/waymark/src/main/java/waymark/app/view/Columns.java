package waymark.app.view;

import java.util.ArrayList;
import java.util.List;
import waymark.app.cli.Terminal;
import waymark.app.cli.Terminal.Tone;
import waymark.policy.Printable;

/** A table of aligned columns. */
public final class Columns {
  private static final String GAP = "  ";

  private final List<Heading> headings = new ArrayList<>();
  private final List<List<Cell>> rows = new ArrayList<>();

  private record Heading(String text, boolean right) {}

  /** A cell of a table. */
  public record Cell(String text, Tone tone) {
    public Cell {
      text = Printable.of(text);
    }

    public static Cell of(String text) {
      return new Cell(text, Tone.PLAIN);
    }
  }

  /** Adds a column that is aligned left. */
  public Columns left(String heading) {
    headings.add(new Heading(heading, false));
    return this;
  }

  /** Adds a column that is aligned right. */
  public Columns right(String heading) {
    headings.add(new Heading(heading, true));
    return this;
  }

  public void row(Cell... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + headings.size());
    }
    rows.add(List.of(cells));
  }

  /** Writes one line per row, each after the indent. */
  public void print(String indent, Terminal terminal, StringBuilder out) {
    int[] widths = new int[headings.size()];
    List<Cell> first = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      widths[i] = headings.get(i).text().length();
      for (List<Cell> row : rows) {
        widths[i] = Math.max(widths[i], row.get(i).text().length());
      }
      first.add(new Cell(headings.get(i).text(), Tone.HEADING));
    }
    print(first, widths, indent, terminal, out);
    for (List<Cell> row : rows) {
      print(row, widths, indent, terminal, out);
    }
  }

  private void print(
      List<Cell> row, int[] widths, String indent, Terminal terminal, StringBuilder out) {
    out.append(indent);
    for (int i = 0; i < widths.length; i++) {
      Cell cell = row.get(i);
      String space = " ".repeat(widths[i] - cell.text().length());
      boolean right = headings.get(i).right();
      boolean last = i == widths.length - 1;
      out.append(right ? space : "").append(terminal.paint(cell.tone(), cell.text()));
      out.append(right || last ? "" : space).append(last ? "\n" : GAP);
    }
  }
}
