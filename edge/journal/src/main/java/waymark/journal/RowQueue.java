package waymark.journal;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Rows on their way from one thread to the writer, as bytes in a ring: a length, the time, the row.
 * The thread that records never waits: a row that finds no room is counted and lost.
 */
final class RowQueue implements RowSink {
  private static final int HEAD = 4 + 8;

  private final int size;

  /** Made for the first row. */
  private byte[] ring = {};

  private final InstantSource clock;
  private final BooleanSupplier on;
  private final Runnable waker;
  private final RowEncoder encoder = new RowEncoder();
  private final byte[] head = new byte[HEAD];

  /** How many bytes have gone in and out. */
  private final AtomicLong in = new AtomicLong();

  private final AtomicLong out = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  /** Of the writer. */
  private final byte[] outHead = new byte[HEAD];

  /** Takes the bytes of a row, which are valid until it returns. */
  interface Taker {
    void take(long millis, byte[] bytes, int length);
  }

  /**
   * An empty queue.
   *
   * @param size in bytes; a power of two
   * @param waker is run after each row
   */
  RowQueue(int size, InstantSource clock, BooleanSupplier on, Runnable waker) {
    this.size = size;
    this.clock = clock;
    this.on = on;
    this.waker = waker;
  }

  @Override
  public boolean isOn() {
    return on.getAsBoolean();
  }

  @Override
  public void record(Row row) {
    if (!isOn()) {
      return;
    }
    if (ring.length == 0) {
      ring = new byte[size];
    }
    encoder.encode(row);
    long from = in.get();
    if (from + HEAD + encoder.size() - out.get() > ring.length) {
      lost.lazySet(lost.get() + 1);
      return;
    }
    number(encoder.size(), 0, 4);
    number(clock.millis(), 4, 8);
    copyIn(head, HEAD, from);
    copyIn(encoder.bytes(), encoder.size(), from + HEAD);
    in.set(from + HEAD + encoder.size());
    waker.run();
  }

  private void number(long value, int offset, int length) {
    for (int i = 0; i < length; i++) {
      head[offset + i] = (byte) (value >>> (8 * i));
    }
  }

  private void copyIn(byte[] bytes, int length, long to) {
    int start = (int) (to & (ring.length - 1));
    int first = Math.min(length, ring.length - start);
    System.arraycopy(bytes, 0, ring, start, first);
    System.arraycopy(bytes, first, ring, 0, length - first);
  }

  private void copyOut(byte[] bytes, int length, long from) {
    int start = (int) (from & (ring.length - 1));
    int first = Math.min(length, ring.length - start);
    System.arraycopy(ring, start, bytes, 0, first);
    System.arraycopy(ring, 0, bytes, first, length - first);
  }

  /**
   * Hands over the rows that have come. On the writer's thread.
   *
   * @param row takes the bytes of one
   */
  void drain(byte[] row, Taker taker) {
    long end = in.get();
    for (long from = out.get(); from < end; ) {
      copyOut(outHead, HEAD, from);
      int length = (int) number(outHead, 0, 4);
      copyOut(row, length, from + HEAD);
      from += HEAD + length;
      // The copy is complete, so that the place is free.
      out.set(from);
      taker.take(number(outHead, 4, 8), row, length);
    }
  }

  private static long number(byte[] bytes, int offset, int length) {
    long value = 0;
    for (int i = length - 1; i >= 0; i--) {
      value = value << 8 | (bytes[offset + i] & 0xff);
    }
    return value;
  }

  /** Rows that found no room. By any thread. */
  long lost() {
    return lost.get();
  }

  boolean isEmpty() {
    return in.get() == out.get();
  }
}
