package waymark.bench;

import java.util.List;
import java.util.Locale;

/**
 * Curves over time as an SVG picture, in colours that can be read on light and on dark pages.
 *
 * @param file its name, without a folder
 * @param panels one below the other, each with a scale of its own and the time in common
 */
record Chart(String file, String title, List<Panel> panels) {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 220;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 44;
  private static final int BOTTOM = 36;
  private static final List<String> COLOURS = List.of("#2f7ed8", "#e0702a", "#2a9d5c", "#a05fc4");

  Chart {
    panels = List.copyOf(panels);
  }

  /** What shares a scale, from 0 on. */
  record Panel(String title, List<Curve> curves) {
    Panel {
      curves = List.copyOf(curves);
    }

    private double greatest() {
      return curves.stream()
          .flatMap(curve -> curve.points().stream())
          .mapToDouble(Point::value)
          .max()
          .orElse(1);
    }
  }

  record Curve(String name, List<Point> points) {
    Curve {
      points = List.copyOf(points);
    }
  }

  record Point(double minute, double value) {}

  String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s">
        <style>
          text { font: 12px sans-serif; fill: #808080 }
          .grid { stroke: #808080; stroke-opacity: 0.3 }
          .curve { fill: none; stroke-width: 2 }
        </style>
        """
            .formatted(WIDTH, HEIGHT * panels.size(), title));
    double minutes =
        panels.stream()
            .flatMap(panel -> panel.curves().stream())
            .flatMap(curve -> curve.points().stream())
            .mapToDouble(Point::minute)
            .max()
            .orElse(1);
    for (int i = 0; i < panels.size(); i++) {
      svg.append("<g transform=\"translate(0 ").append(i * HEIGHT).append(")\">\n");
      draw(svg, panels.get(i), minutes);
      svg.append("</g>\n");
    }
    return svg.append("</svg>\n").toString();
  }

  private static void draw(StringBuilder svg, Panel panel, double minutes) {
    double step = step(panel.greatest());
    double top = step * Math.ceil(panel.greatest() / step);
    for (double value = 0; value <= top + step / 2; value += step) {
      double y = y(value, top);
      line(svg, LEFT, y, WIDTH - RIGHT, y);
      text(svg, LEFT - 8, y + 4, "end", String.format(Locale.ROOT, "%,.0f", value));
    }
    double every = step(minutes);
    for (double minute = 0; minute <= minutes; minute += every) {
      double x = x(minute, minutes);
      line(svg, x, y(0, top), x, y(0, top) + 4);
      text(svg, x, y(0, top) + 18, "middle", String.format(Locale.ROOT, "%.3g min", minute));
    }
    text(svg, LEFT, 14, "start", panel.title());
    double x = LEFT;
    for (int i = 0; i < panel.curves().size(); i++) {
      Curve curve = panel.curves().get(i);
      String colour = COLOURS.get(i % COLOURS.size());
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%.0f\" y=\"24\" width=\"14\" height=\"4\" fill=\"%s\"/>\n",
              x,
              colour));
      text(svg, x + 20, 30, "start", curve.name());
      x += 40 + 7 * curve.name().length();
      svg.append("<polyline class=\"curve\" stroke=\"").append(colour).append("\" points=\"");
      for (Point point : curve.points()) {
        svg.append(
            String.format(
                Locale.ROOT, "%.1f,%.1f ", x(point.minute(), minutes), y(point.value(), top)));
      }
      svg.append("\"/>\n");
    }
  }

  /** A round number of which some five make that much. */
  private static double step(double greatest) {
    double wanted = Math.max(greatest, 1e-9) / 5;
    double power = Math.pow(10, Math.floor(Math.log10(wanted)));
    double digits = wanted / power;
    return power * (digits <= 1 ? 1 : digits <= 2 ? 2 : digits <= 5 ? 5 : 10);
  }

  private static double x(double minute, double minutes) {
    return LEFT + (WIDTH - LEFT - RIGHT) * minute / Math.max(minutes, 1e-9);
  }

  private static double y(double value, double top) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top;
  }

  private static void line(StringBuilder svg, double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
            x1,
            y1,
            x2,
            y2));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String words) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
            x,
            y,
            anchor,
            words));
  }
}
