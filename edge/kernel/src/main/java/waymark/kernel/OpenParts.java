package waymark.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Closes what was opened, the last first, and each once; what cannot be closed leaves the others
 * closed.
 */
final class OpenParts implements AutoCloseable {
  private final Deque<Runnable> parts = new ArrayDeque<>();

  void add(Runnable close) {
    parts.push(close);
  }

  @Override
  public void close() {
    Optional<RuntimeException> failed = Optional.empty();
    while (!parts.isEmpty()) {
      try {
        parts.pop().run();
      } catch (RuntimeException e) {
        failed.ifPresent(e::addSuppressed);
        failed = Optional.of(e);
      }
    }
    if (failed.isPresent()) {
      throw failed.get();
    }
  }
}
