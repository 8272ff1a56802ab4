package waymark.app.view;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import waymark.api.Event;
import waymark.app.cli.Terminal;
import waymark.app.cli.Terminal.Tone;
import waymark.app.text.Formats;
import waymark.policy.Printable;

/** An event as people read it: one line. */
public final class EventText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private EventText() {}

  public static String of(Event event, Terminal terminal) {
    String time = TIME.withZone(ZoneId.systemDefault()).format(Instant.parse(event.at()));
    String word = word(event);
    return terminal.paint(Tone.FAINT, time)
        + "  "
        + terminal.paint(tone(event), word)
        + " ".repeat(9 - word.length())
        + Printable.of(sentence(event));
  }

  private static String word(Event event) {
    return switch (event.kind()) {
      case LEARNED -> "learned";
      case REFUSED -> "refused";
      case DENIED -> "denied";
      case ENDED -> "ended";
      case MOVED -> "moved";
      case REPAIRED -> "repaired";
      case LINK_UP -> "up";
      case LINK_DOWN -> "down";
      case POLICY_REPLACED -> "policy";
      case UPDATED -> "updated";
      case FAULTY -> "faulty";
      case RECOVERED -> "recovered";
    };
  }

  private static Tone tone(Event event) {
    return switch (event.kind()) {
      case LEARNED, LINK_UP, UPDATED, RECOVERED -> Tone.GOOD;
      case REFUSED, REPAIRED, MOVED, FAULTY -> Tone.WARNING;
      case LINK_DOWN, DENIED -> Tone.BAD;
      case ENDED, POLICY_REPLACED -> Tone.PLAIN;
    };
  }

  private static String sentence(Event event) {
    String names = String.join(" > ", event.names());
    return switch (event.kind()) {
      case LEARNED ->
          "%s for rule %s for %s, from %s"
              .formatted(event.address(), event.rule(), Formats.seconds(event.seconds()), names);
      case REFUSED -> event.address() + " of " + names + ": " + why(event.what());
      case DENIED ->
          event.client()
              + " "
              + event.what()
              + " to "
              + event.address()
              + (names.isEmpty() ? "" : " (" + names + ")")
              + " by "
              + (event.rule().equals("default") ? "the default" : "rule " + event.rule());
      case ENDED -> event.address() + " for rule " + event.rule() + ", from " + names;
      case MOVED ->
          Formats.count(event.count(), "connection")
              + " to "
              + event.address()
              + ", which now takes "
              + (event.to().isEmpty() ? "the default" : Formats.path(event.to()));
      case REPAIRED, UPDATED, FAULTY, RECOVERED, POLICY_REPLACED -> event.what();
      case LINK_UP -> event.link();
      case LINK_DOWN -> event.link() + ": " + event.what();
    };
  }

  private static String why(String what) {
    return switch (what) {
      case "special" -> "special addresses are never learned";
      case "own" -> "it is an address of this host";
      case "full" -> "a limit is reached, and everything it counts is in use";
      default -> what;
    };
  }
}
