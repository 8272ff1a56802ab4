package waymark.linux;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Waits until one of several descriptors is readable or writable (poll(2)). One thread at a time.
 */
public final class Poller {
  private static final int SIZE = 8; // struct pollfd {int fd; short events; short revents;}
  private static final short POLLIN = 1;
  private static final short POLLOUT = 4;

  private final SystemCalls calls = new SystemCalls();
  private final Descriptor[] descriptors;
  private final short[] events;
  private final NativeBuffer memory;

  private Poller(Descriptor... descriptors) {
    this.descriptors = descriptors.clone();
    this.events = new short[descriptors.length];
    Arrays.fill(events, POLLIN);
    this.memory = NativeBuffer.of(Math.max(1, descriptors.length) * SIZE);
  }

  /** Waits until one of these descriptors is readable. */
  public static Poller of(Descriptor... descriptors) {
    return new Poller(descriptors);
  }

  /** From now on waits until a descriptor is writable, by its index in {@link #of}. */
  public void toWrite(int index) {
    events[index] = POLLOUT;
  }

  /** From now on waits until a descriptor is readable, as at first. */
  public void toRead(int index) {
    events[index] = POLLIN;
  }

  /**
   * Waits at most that many milliseconds (0: not at all, negative: for ever).
   *
   * @return whether a descriptor is ready: readable or writable, closed by its peer, or in error
   */
  public boolean await(int timeoutMillis) {
    ByteBuffer bytes = memory.bytes();
    for (int i = 0; i < descriptors.length; i++) {
      bytes.putInt(i * SIZE, descriptors[i].number());
      bytes.putShort(i * SIZE + 4, events[i]);
      bytes.putShort(i * SIZE + 6, (short) 0);
    }
    int ready = calls.poll(memory.segment(), descriptors.length, timeoutMillis);
    return SystemCalls.check("wait for a descriptor", ready) > 0;
  }

  /** Whether the last wait found a descriptor ready, by its index in {@link #of}. */
  public boolean ready(int index) {
    return memory.bytes().getShort(index * SIZE + 6) != 0;
  }
}
