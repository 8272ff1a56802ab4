package waymark.app.view;

import java.time.Duration;
import java.time.Instant;
import waymark.api.ListStatus;
import waymark.api.Lists;
import waymark.app.text.Formats;
import waymark.policy.Printable;

/** The lists that rules use, as people read it. */
public final class ListsText {
  private ListsText() {}

  /** A block for each list. */
  public static String of(Lists lists, Instant now) {
    if (lists.lists().isEmpty()) {
      return "The policy has no lists, and no rules by country.\n";
    }
    StringBuilder out = new StringBuilder();
    for (ListStatus list : lists.lists()) {
      out.append(out.isEmpty() ? "" : "\n");
      out.append(Printable.of(list.name())).append(": ").append(state(list.state())).append('\n');
      if (!list.fault().isEmpty()) {
        line(out, "fault", list.fault());
      }
      line(out, "source", list.source() + " (" + list.format() + ")");
      line(out, "entries", entries(list));
      list.reasons().forEach(reason -> line(out, "", reason));
      if (list.skipped() > list.reasons().size()) {
        line(out, "", "…");
      }
      if (!list.since().isEmpty()) {
        line(out, "age", age(list.since(), now));
      }
      if (!list.etag().isEmpty()) {
        line(out, "ETag", list.etag());
      }
      line(out, "next", next(list.next(), now));
      line(out, "rules", list.rules().isEmpty() ? "none" : String.join(", ", list.rules()));
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String key, String value) {
    out.append("  ").append(key).append(" ".repeat(9 - key.length()));
    out.append(Printable.of(value)).append('\n');
  }

  private static String state(ListStatus.State state) {
    return switch (state) {
      case GOOD -> "good";
      case KEPT -> "an earlier version is in force";
      case AWAITED -> "not fetched yet";
      case MISSING -> "missing";
    };
  }

  private static String entries(ListStatus list) {
    String taken = Formats.number(list.taken()) + " taken";
    return list.skipped() == 0
        ? taken
        : Formats.number(list.entries())
            + ": "
            + taken
            + ", "
            + Formats.number(list.skipped())
            + " skipped";
  }

  private static String age(String since, Instant now) {
    return Formats.seconds(seconds(Instant.parse(since), now));
  }

  private static String next(String next, Instant now) {
    return next.isEmpty() ? "now" : "in " + Formats.seconds(seconds(now, Instant.parse(next)));
  }

  /** The seconds between two times; 0 if they are the wrong way round. */
  private static long seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toSeconds());
  }
}
