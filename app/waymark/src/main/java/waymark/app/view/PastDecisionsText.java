package waymark.app.view;

import waymark.api.LogRow;
import waymark.api.PastDecisions;
import waymark.app.cli.Terminal;
import waymark.app.text.Formats;
import waymark.policy.Printable;

/** What was decided about a name, as people read it. */
public final class PastDecisionsText {
  private PastDecisionsText() {}

  public static String of(PastDecisions past, Terminal terminal) {
    StringBuilder out = new StringBuilder();
    String until = LogText.time(past.until());
    if (past.answers().isEmpty()) {
      out.append("The journal has no answer about ").append(Printable.of(past.name()));
      out.append(" before ").append(until).append("; ");
      out.append(
          past.begins().isEmpty() ? "it is empty" : "it begins at " + LogText.time(past.begins()));
      out.append(".\n");
    } else {
      out.append("The last answer about ").append(Printable.of(past.name()));
      out.append(" before ").append(until).append(", for ");
      out.append(Formats.count(past.answers().size(), "client")).append(":\n");
      for (LogRow row : past.answers()) {
        out.append(LogText.of(row, terminal)).append('\n');
      }
    }
    if (!past.denials().isEmpty()) {
      out.append("Refused then: ").append(Formats.count(past.denials().size(), "packet"));
      out.append('\n');
      for (LogRow row : past.denials()) {
        out.append(LogText.of(row, terminal)).append('\n');
      }
    }
    return out.toString();
  }
}
