package waymark.kernel.capture;

/**
 * Has the kernel queue answers, and only as long as somebody says again and again that they are
 * read: a daemon that does not run cannot say that it has stopped. Owned by whoever has the {@link
 * Turn}. No method waits for what else is written into the kernel.
 */
public interface Hold extends AutoCloseable {
  /** So long answers are queued after each renewal. */
  int SECONDS = 3;

  /** From now on answers are queued. What fails is logged, and the next renewal may do better. */
  void renew();

  /** From now on answers are not queued. */
  void end();

  @Override
  void close();
}
