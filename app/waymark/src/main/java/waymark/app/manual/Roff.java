package waymark.app.manual;

import java.util.Locale;

/** Text with the requests of man(7), escaped. */
final class Roff {
  private final StringBuilder out = new StringBuilder();

  /** The head of a page. */
  Roff title(String name, String section, String source) {
    // Without a date: the same program makes the same page.
    out.append(".TH ").append(escaped(name.toUpperCase(Locale.ROOT)));
    out.append(" \"").append(section).append("\" \"\" \"").append(escaped(source)).append("\"\n");
    // Names of commands and files must not be hyphenated.
    out.append(".nh\n.ad l\n");
    return this;
  }

  Roff section(String heading) {
    out.append(".SH ").append(heading).append('\n');
    return this;
  }

  Roff paragraph(String text) {
    out.append(".PP\n");
    return line(text);
  }

  /** A term and what it means. */
  Roff item(String term, String text) {
    out.append(".TP\n").append(bold(term)).append('\n');
    return line(text);
  }

  /** Lines as they are, indented. */
  Roff literal(String text) {
    out.append(".PP\n.RS 4\n.EX\n");
    text.lines().forEach(this::line);
    out.append(".EE\n.RE\n");
    return this;
  }

  Roff line(String text) {
    return raw(escaped(text));
  }

  /** A line that is escaped already. */
  Roff raw(String text) {
    out.append(text).append('\n');
    return this;
  }

  static String bold(String text) {
    return "\\fB" + escaped(text) + "\\fR";
  }

  /** Characters that roff would take for requests or print otherwise: groff_char(7). */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> escaped.append("\\e");
        case '-' -> escaped.append("\\-");
        case '\'' -> escaped.append("\\(aq");
        case '"' -> escaped.append("\\(dq");
        case '`' -> escaped.append("\\(ga");
        case '^' -> escaped.append("\\(ha");
        case '~' -> escaped.append("\\(ti");
        case '.' -> escaped.append(i == 0 ? "\\&." : ".");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
