package waymark.console;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Writes metrics as text: Prometheus' exposition format 0.0.4, or OpenMetrics 1.0 on request. */
final class MetricsPage {
  private MetricsPage() {}

  /** The text format. */
  enum Format {
    PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"),
    OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    final String contentType;

    Format(String contentType) {
      this.contentType = contentType;
    }

    /** The format of a client's Accept header; Prometheus without one. */
    static Format accepted(String accept) {
      return accept.contains("application/openmetrics-text") ? OPEN_METRICS : PROMETHEUS;
    }
  }

  static String write(List<MetricFamily> families, Format format) {
    StringBuilder out = new StringBuilder();
    for (MetricFamily family : families) {
      boolean counter = family.type() == MetricFamily.Type.COUNTER;
      String total = counter ? "_total" : "";
      // Only OpenMetrics distinguishes the name of a counter from that of its sample.
      String name = "waymark_" + family.name();
      String declared = name + (format == Format.PROMETHEUS ? total : "");
      out.append("# HELP ").append(declared).append(' ');
      escape(family.help(), format == Format.OPEN_METRICS, out);
      out.append("\n# TYPE ").append(declared).append(' ');
      out.append(family.type().name().toLowerCase(Locale.ROOT)).append('\n');
      for (MetricFamily.Sample sample : family.samples()) {
        out.append(name).append(total).append(sample.suffix());
        labels(sample, out);
        out.append(' ').append(number(sample.value())).append('\n');
      }
    }
    if (format == Format.OPEN_METRICS) {
      out.append("# EOF\n");
    }
    return out.toString();
  }

  private static void labels(MetricFamily.Sample sample, StringBuilder out) {
    if (sample.labels().isEmpty()) {
      return;
    }
    char before = '{';
    for (var label : new TreeMap<>(sample.labels()).entrySet()) {
      out.append(before).append(label.getKey()).append("=\"");
      escape(label.getValue(), true, out);
      out.append('"');
      before = ',';
    }
    out.append('}');
  }

  private static void escape(String text, boolean quotes, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '"' -> out.append(quotes ? "\\\"" : "\"");
        default -> out.append(c);
      }
    }
  }

  /** Writes whole numbers without a fraction, as both formats require for counts. */
  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
