package waymark.console;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Passes requests on to the API. Until there is one, it says that the daemon is starting, and in
 * the end that it is stopping.
 */
final class Gate extends Handler.Abstract {
  /** For so long those are waited for whose requests are being answered. */
  private static final long ANSWERING_SECONDS = 1;

  /** Held by each request that is being answered. */
  private final ReadWriteLock answering = new ReentrantReadWriteLock();

  private volatile Optional<LocalApi> api = Optional.empty();
  private volatile boolean refusing;

  void open(LocalApi to) {
    api = Optional.of(to);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    answering.readLock().lock();
    try {
      if (refusing) {
        return LocalApi.stopping(response, callback);
      }
      return api.isPresent()
          ? api.get().handle(request, response, callback)
          : LocalApi.starting(request, response, callback);
    } finally {
      answering.readLock().unlock();
    }
  }

  /** From now on no request is passed on. */
  void refuse() {
    refusing = true;
  }

  /** Ends the event streams, and waits for other answers. */
  void close() {
    refuse();
    api.ifPresent(LocalApi::close);
    try {
      if (answering.writeLock().tryLock(ANSWERING_SECONDS, TimeUnit.SECONDS)) {
        answering.writeLock().unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
