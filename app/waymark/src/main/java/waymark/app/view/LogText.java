package waymark.app.view;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import waymark.api.LogRow;
import waymark.app.cli.Terminal;
import waymark.app.cli.Terminal.Tone;
import waymark.policy.Link;
import waymark.policy.Printable;

/** A row of the journal as people read it: one line. */
public final class LogText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private static final int LONGEST_WORD = 11;
  private static final int CLIENT = 15;

  /** JSON has all addresses. */
  private static final int MOST_ADDRESSES = 4;

  private LogText() {}

  public static String of(LogRow row, Terminal terminal) {
    String time = time(row.at());
    String word = row.outcome().toString();
    String client = Printable.of(row.client());
    return terminal.paint(Tone.FAINT, time)
        + "  "
        + terminal.paint(tone(row.outcome()), word)
        + " ".repeat(LONGEST_WORD - word.length())
        + client
        + " ".repeat(Math.max(2, CLIENT + 2 - client.length()))
        + Printable.of(sentence(row));
  }

  /** A time of the API in this zone. */
  public static String time(String at) {
    return TIME.withZone(ZoneId.systemDefault()).format(Instant.parse(at));
  }

  private static Tone tone(LogRow.Outcome outcome) {
    return switch (outcome) {
      case HELD -> Tone.GOOD;
      case PASSED, OBSERVED -> Tone.PLAIN;
      case LATE, UNTRUSTED, FAILED -> Tone.WARNING;
      case DROPPED, DOUBTFUL, DENIED -> Tone.BAD;
    };
  }

  private static String sentence(LogRow row) {
    String names = String.join(" > ", row.names());
    return switch (row.outcome()) {
      case PASSED, OBSERVED -> names + ": " + decided(row);
      case HELD -> names + ": " + decided(row) + ", held " + held(row);
      case LATE ->
          names + ": " + decided(row) + ", went on after " + held(row) + ", before the kernel knew";
      case DROPPED -> names + ": " + decided(row) + ", dropped after " + held(row);
      case DOUBTFUL ->
          names + ": " + decided(row) + ", dropped: nobody asked for it, or it may hide addresses";
      case UNTRUSTED -> names + ": " + decided(row) + ", not learned: an unknown name server";
      case FAILED -> names + ": no such name, or the name server failed";
      case DENIED ->
          row.protocol()
              + (row.port() == 0 ? "" : "/" + row.port())
              + " to "
              + String.join(", ", row.addresses())
              + (names.isEmpty() ? "" : " (" + names + ")")
              + " by "
              + rule(row);
    };
  }

  /** Addresses, and where they go. */
  private static String decided(LogRow row) {
    List<String> all = row.addresses();
    String addresses =
        all.size() <= MOST_ADDRESSES
            ? String.join(", ", all)
            : String.join(", ", all.subList(0, MOST_ADDRESSES))
                + " and "
                + (all.size() - MOST_ADDRESSES)
                + " more";
    String where = row.link().equals(Link.BLOCK.name()) ? "refused" : "to " + row.link();
    return addresses + " " + where + " by " + rule(row);
  }

  private static String rule(LogRow row) {
    return row.rule().equals("default") ? "the default" : "rule " + row.rule();
  }

  private static String held(LogRow row) {
    return String.format(Locale.ROOT, "%.1f ms", row.heldMicros() / 1_000.0);
  }
}
