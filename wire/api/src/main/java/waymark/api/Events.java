package waymark.api;

import java.util.List;

/**
 * What happened since the event that was asked with.
 *
 * @param last the number to ask with next time
 * @param missed events since then that the host no longer keeps
 * @param events in order
 */
public record Events(long last, long missed, List<Event> events) {
  public Events {
    events = List.copyOf(events);
  }
}
