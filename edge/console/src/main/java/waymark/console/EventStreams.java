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
import waymark.api.Json;
import waymark.api.Problem;
import waymark.policy.SyntaxException;

/**
 * Streams of events and of the journal: {@code text/event-stream} of the HTML standard. Each stream
 * is a thread that polls, so that an event costs the engine no wake-up.
 */
final class EventStreams {
  private static final Logger log = LoggerFactory.getLogger(EventStreams.class);

  private static final int MOST = 32;
  private static final long LOOK_MILLIS = 200;

  /** After so many polls without an event a comment is written, before the server times out. */
  private static final int QUIET_LOOKS = 50;

  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  /**
   * The number of the event after which a stream starts; a client that reconnects sends the last
   * one that it saw.
   *
   * @param key of the parameter that has it
   */
  static long since(Request request, String key) {
    String seen = request.getHeaders().get("Last-Event-ID");
    Fields.Field since = Request.extractQueryParameters(request).get(key);
    try {
      return since != null
          ? Long.parseLong(since.getValue())
          : seen != null ? Long.parseLong(seen) : 0;
    } catch (NumberFormatException e) {
      throw new SyntaxException(
          key + " is not a number", "the number of the last one that was read; 0 for all");
    }
  }

  /** Begins a stream after the record with that number. */
  boolean handle(StreamSource source, long since, Response response, Callback callback) {
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
            .unstarted(() -> follow(source, since, response, callback));
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

  private void follow(StreamSource source, long since, Response response, Callback callback) {
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      long last = since;
      int quiet = QUIET_LOOKS;
      while (!stopping) {
        StreamSource.Batch batch = source.after(last);
        if (batch.missed() > 0) {
          write(out, ": " + batch.missed() + " events are no longer kept\n\n");
        }
        for (StreamSource.Item item : batch.items()) {
          write(out, "id: " + item.number() + "\nevent: " + item.kind() + "\ndata: ");
          out.write(Json.write(item.body()));
          write(out, "\n\n");
        }
        last = batch.last();
        quiet = batch.items().isEmpty() ? quiet + 1 : 0;
        if (quiet >= QUIET_LOOKS) {
          write(out, ": nothing new\n\n");
          quiet = 0;
        }
        out.flush();
        if (!batch.more()) {
          Thread.sleep(LOOK_MILLIS);
        }
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
