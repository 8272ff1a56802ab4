package waymark.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.api.Event;
import waymark.api.Events;
import waymark.api.Json;
import waymark.api.Problem;

/**
 * Streams of events: {@code text/event-stream} of the HTML standard. Each stream is a thread that
 * polls, so that an event costs the engine no wake-up.
 */
final class EventStreams {
  private static final Logger log = LoggerFactory.getLogger(EventStreams.class);

  private static final int MOST = 32;
  private static final int EVENTS_AT_ONCE = 1_000;
  private static final long LOOK_MILLIS = 200;

  /** After so many polls without an event a comment is written, before the server times out. */
  private static final int QUIET_LOOKS = 50;

  private final Host host;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  EventStreams(Host host) {
    this.host = host;
  }

  /**
   * The number of the event after which a stream starts; a client that reconnects sends the last
   * one that it saw.
   */
  static long since(Request request) {
    String seen = request.getHeaders().get("Last-Event-ID");
    Fields.Field since = Request.extractQueryParameters(request).get("since");
    return since != null
        ? Long.parseLong(since.getValue())
        : seen != null ? Long.parseLong(seen) : 0;
  }

  boolean handle(Request request, Response response, Callback callback) {
    long since;
    try {
      since = since(request);
    } catch (NumberFormatException e) {
      refuse(HttpStatus.BAD_REQUEST_400, "since is the number of an event", response, callback);
      return true;
    }
    if (threads.size() >= MOST) {
      refuse(
          HttpStatus.SERVICE_UNAVAILABLE_503,
          MOST + " clients follow the events already",
          response,
          callback);
      return true;
    }
    response.setStatus(HttpStatus.OK_200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    Thread thread =
        Thread.ofVirtual()
            .name("waymark-events")
            .unstarted(() -> follow(since, response, callback));
    threads.add(thread);
    thread.start();
    return true;
  }

  private static void refuse(int status, String error, Response response, Callback callback) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.write(
        true, ByteBuffer.wrap(Json.write(new Problem(error, "ask again later"))), callback);
  }

  private void follow(long since, Response response, Callback callback) {
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      long last = since;
      int quiet = QUIET_LOOKS;
      while (!stopping) {
        Events events = host.events(last, EVENTS_AT_ONCE);
        if (events.missed() > 0) {
          write(out, ": " + events.missed() + " events are no longer kept\n\n");
        }
        for (Event event : events.events()) {
          write(out, "id: " + event.number() + "\nevent: " + event.kind() + "\ndata: ");
          out.write(Json.write(event));
          write(out, "\n\n");
        }
        last = events.last();
        quiet = events.events().isEmpty() ? quiet + 1 : 0;
        if (quiet >= QUIET_LOOKS) {
          write(out, ": nothing new\n\n");
          quiet = 0;
        }
        out.flush();
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException | IOException e) {
      // The daemon stops, or the client is gone.
    } catch (RuntimeException e) {
      log.error("A stream of events ends after a fault", e);
    } finally {
      threads.remove(Thread.currentThread());
      callback.succeeded();
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends all streams. */
  void close() {
    stopping = true;
    threads.forEach(Thread::interrupt);
  }
}
