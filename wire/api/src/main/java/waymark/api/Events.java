package waymark.api;

import java.util.List;

/**
 * The events after the number that was asked with.
 *
 * @param last the number to ask with next time
 * @param missed the number of later events that the host no longer keeps
 * @param events in order
 */
public record Events(long last, long missed, List<Event> events) {
  public Events {
    events = List.copyOf(events);
  }
}
