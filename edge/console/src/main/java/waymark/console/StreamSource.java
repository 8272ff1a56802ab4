package waymark.console;

import java.util.ArrayList;
import java.util.List;
import waymark.api.Event;
import waymark.api.Events;
import waymark.api.Log;
import waymark.api.LogRow;

/** What a stream passes on: numbered records, which are asked for again and again. */
interface StreamSource {
  /** The records after the one with a number. */
  Batch after(long number);

  /**
   * Some records in order.
   *
   * @param last the number to ask with next time
   * @param missed records in between that are no longer kept
   * @param more whether there may be more at once
   */
  record Batch(long last, long missed, boolean more, List<Item> items) {}

  /** A record with its number and the name of its kind. */
  record Item(long number, String kind, Record body) {}

  /** The events of a host. */
  static StreamSource events(Host host, int limit) {
    return number -> {
      Events events = host.events(number, limit);
      List<Item> items = new ArrayList<>();
      for (Event event : events.events()) {
        items.add(new Item(event.number(), event.kind().toString(), event));
      }
      return new Batch(events.last(), events.missed(), false, items);
    };
  }

  /** The rows of a journal. */
  static StreamSource log(Host host, LogQuery query) {
    return number -> {
      Log log = host.log(query.from(number));
      List<Item> items = new ArrayList<>();
      for (LogRow row : log.rows()) {
        items.add(new Item(row.number(), row.outcome().toString(), row));
      }
      return new Batch(log.last(), 0, log.more(), items);
    };
  }
}
