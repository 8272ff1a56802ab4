package waymark.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Wakes a thread that waits in a {@link Poller} (eventfd(2)). Any thread may wake. */
public final class Wakeup implements AutoCloseable {
  private static final int EFD_CLOEXEC = 0x80000;
  private static final int EFD_NONBLOCK = 0x800;

  private final SystemCalls readerCalls = new SystemCalls();
  private final MemorySegment read = Arena.ofAuto().allocate(8, 8);
  private final MemorySegment one = Arena.ofAuto().allocate(8, 8);
  private final Descriptor descriptor;
  private boolean closed;

  private Wakeup() {
    one.set(ValueLayout.JAVA_LONG, 0, 1);
    descriptor =
        Descriptor.of("make an eventfd", readerCalls.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  }

  public static Wakeup open() {
    return new Wakeup();
  }

  /**
   * Ends the current or the next wait; several wakes before it count as one, after a close none.
   */
  public synchronized void wake() {
    if (closed) {
      // By now the number of the descriptor may be another's.
      return;
    }
    int result = new SystemCalls().write(descriptor.number(), one, 8);
    // EAGAIN: the counter is full, so the waiter has been woken already.
    if (result != -Errno.EAGAIN) {
      SystemCalls.check("wake through an eventfd", result);
    }
  }

  /** Clears all wakes, and says whether there was one. For the waiting thread. */
  public boolean drain() {
    int result = readerCalls.read(descriptor.number(), read, 8);
    return result != -Errno.EAGAIN && SystemCalls.check("read an eventfd", result) == 8;
  }

  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public synchronized void close() {
    closed = true;
    descriptor.close();
  }
}
