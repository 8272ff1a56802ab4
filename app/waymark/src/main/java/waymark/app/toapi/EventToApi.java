package waymark.app.toapi;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import waymark.api.Event;
import waymark.api.Event.Kind;
import waymark.api.Events;
import waymark.engine.EventRing;
import waymark.engine.Learned;
import waymark.policy.Address;
import waymark.policy.Decision;

/** Events of the engine as records of the API. */
public final class EventToApi {
  private EventToApi() {}

  public static Events events(EventRing.Reading reading) {
    List<Event> events = new ArrayList<>(reading.entries().size());
    for (EventRing.Entry entry : reading.entries()) {
      events.add(event(entry));
    }
    return new Events(reading.last(), reading.missed(), events);
  }

  private static Event event(EventRing.Entry entry) {
    return switch (entry.event()) {
      case waymark.engine.Event.Learned(var names, var address, var rule, var seconds) ->
          new Event(
              entry.number(),
              at(entry),
              Kind.LEARNED,
              names,
              address.toString(),
              rule,
              "",
              List.of(),
              "",
              0,
              seconds,
              "");
      case waymark.engine.Event.Refused(var names, var address, var why) ->
          about(entry, Kind.REFUSED, names, address, "", List.of(), why(why), 0);
      case waymark.engine.Event.Denied(
              var client,
              var address,
              var protocol,
              var port,
              var rule,
              var name) ->
          new Event(
              entry.number(),
              at(entry),
              Kind.DENIED,
              name.isEmpty() ? List.of() : List.of(name),
              address.toString(),
              rule,
              "",
              List.of(),
              DenialToApi.service(protocol, port),
              0,
              0,
              client.toString());
      case waymark.engine.Event.Ended(var name, var address, var rule) ->
          about(entry, Kind.ENDED, List.of(name), address, rule, List.of(), "", 0);
      case waymark.engine.Event.Moved(var address, var decision, var connections) ->
          about(entry, Kind.MOVED, List.of(), address, "", to(decision), "", connections);
      case waymark.engine.Event.Repaired(var what) -> plain(entry, Kind.REPAIRED, "", what, 0);
      case waymark.engine.Event.LinkChanged(var link, var up, var why) ->
          plain(entry, up ? Kind.LINK_UP : Kind.LINK_DOWN, link, why, 0);
      case waymark.engine.Event.PolicyReplaced(var links, var rules) ->
          plain(entry, Kind.POLICY_REPLACED, "", links + " links, " + rules + " rules", rules);
      case waymark.engine.Event.Updated(var what) -> plain(entry, Kind.UPDATED, "", what, 0);
      case waymark.engine.Event.Faulty(var what) -> plain(entry, Kind.FAULTY, "", what, 0);
      case waymark.engine.Event.Recovered(var what) -> plain(entry, Kind.RECOVERED, "", what, 0);
    };
  }

  private static Event about(
      EventRing.Entry entry,
      Kind kind,
      List<String> names,
      Address address,
      String rule,
      List<String> to,
      String what,
      long count) {
    return new Event(
        entry.number(),
        at(entry),
        kind,
        names,
        address.toString(),
        rule,
        "",
        to,
        what,
        count,
        0,
        "");
  }

  private static Event plain(
      EventRing.Entry entry, Kind kind, String link, String what, long count) {
    return new Event(
        entry.number(), at(entry), kind, List.of(), "", "", link, List.of(), what, count, 0, "");
  }

  private static String at(EventRing.Entry entry) {
    return Instant.ofEpochMilli(entry.at()).toString();
  }

  private static List<String> to(Decision decision) {
    return decision.isNone() ? List.of() : OutletNames.names(decision.branches().getLast().to());
  }

  public static String why(Learned learned) {
    return switch (learned) {
      case SPECIAL -> "special";
      case OWN -> "own";
      case FULL -> "full";
      case UNTRUSTED -> "untrusted";
      case UNCONCERNED, KNOWN, PENDING -> "";
    };
  }
}
