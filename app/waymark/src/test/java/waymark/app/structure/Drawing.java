package waymark.app.structure;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import waymark.app.structure.Rows.Line;
import waymark.app.structure.Rows.Node;

/** Layouts and words on a white page, as SVG. */
final class Drawing {
  private static final int PITCH = 76;
  private static final int HEIGHT = 30;

  private final StringBuilder svg = new StringBuilder();

  Drawing(int width, int height, String style) {
    add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\">", width, height);
    add("<style>%s</style>", style);
    add(
        "<marker id=\"end\" markerWidth=\"8\" markerHeight=\"8\" refX=\"7\" refY=\"4\""
            + " orient=\"auto\">");
    add("<path d=\"M0 1 L7 4 L0 7 Z\"/></marker>");
    add("<rect class=\"page\" width=\"%d\" height=\"%d\"/>", width, height);
  }

  static int height(Layout layout) {
    return PITCH * layout.rows().rows().size() - PITCH + HEIGHT;
  }

  void text(int x, int y, String style, String text) {
    add("<text x=\"%d\" y=\"%d\" class=\"%s\">%s</text>", x, y, style, text);
  }

  /** Its upper left corner is at the given place; the number of each row stands before it. */
  void layout(int x, int y, Layout layout, UnaryOperator<String> style) {
    add("<g transform=\"translate(%d,%d)\">", x, y);
    layout.rows().lines().forEach(line -> line(layout, line));
    for (List<Node> row : layout.rows().rows()) {
      row.stream()
          .filter(node -> !node.isBend())
          .forEach(node -> box(layout, node, style.apply(node.name())));
    }
    add("</g>");
  }

  private void line(Layout layout, Line line) {
    long above = Math.round(layout.middle(line.from()));
    long below = Math.round(layout.middle(line.to()));
    int from = PITCH * line.from().row() + HEIGHT;
    int to = PITCH * line.to().row();
    int half = (from + to) / 2;
    String curve =
        "M%d %d C%d %d %d %d %d %d".formatted(above, from, above, half, below, half, below, to);
    if (line.to().isBend()) {
      add("<path class=\"line\" d=\"%s v%d\"/>", curve, HEIGHT);
    } else {
      add("<path class=\"line\" d=\"%s\" marker-end=\"url(#end)\"/>", curve);
    }
  }

  private void box(Layout layout, Node node, String style) {
    int y = PITCH * node.row();
    add(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>",
        style, Math.round(layout.left(node)), y, Layout.width(node), HEIGHT);
    add(
        "<text class=\"name\" x=\"%d\" y=\"%d\">%s</text>",
        Math.round(layout.middle(node)), y + HEIGHT - 10, node.name());
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  String svg() {
    return svg + "</svg>\n";
  }
}
