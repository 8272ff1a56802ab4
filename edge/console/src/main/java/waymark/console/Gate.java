package waymark.console;

import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Passes requests on to the API, and says until there is one that the daemon is starting. */
final class Gate extends Handler.Abstract {
  private volatile Optional<LocalApi> api = Optional.empty();

  void open(LocalApi to) {
    api = Optional.of(to);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    return api.isPresent()
        ? api.get().handle(request, response, callback)
        : LocalApi.starting(request, response, callback);
  }

  /** Ends the event streams. */
  void close() {
    api.ifPresent(LocalApi::close);
  }
}
