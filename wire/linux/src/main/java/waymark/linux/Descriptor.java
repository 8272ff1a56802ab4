package waymark.linux;

import java.util.concurrent.atomic.AtomicInteger;

/** An open file descriptor with one owner, who must not close it while a call waits on it. */
public final class Descriptor implements AutoCloseable {
  private final AtomicInteger number;

  private Descriptor(int number) {
    this.number = new AtomicInteger(number);
  }

  static Descriptor of(String operation, int result) {
    return new Descriptor(SystemCalls.check(operation, result));
  }

  /** The number of the descriptor; an IllegalStateException after {@link #close}. */
  public int number() {
    int open = number.get();
    if (open < 0) {
      throw new IllegalStateException("the descriptor is closed");
    }
    return open;
  }

  public boolean isOpen() {
    return number.get() >= 0;
  }

  @Override
  public void close() {
    int open = number.getAndSet(-1);
    if (open >= 0) {
      new SystemCalls().close(open);
    }
  }
}
