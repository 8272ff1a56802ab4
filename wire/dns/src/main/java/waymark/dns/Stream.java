package waymark.dns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One direction of a TCP connection whose message boundaries are not segment boundaries. */
final class Stream {
  /** Identifies a stream: the addresses of both ends, and both ports in one number. */
  record Key(
      long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, int ports) {
    static Key of(IpPacket packet) {
      return new Key(
          packet.sourceHigh(),
          packet.sourceLow(),
          packet.destinationHigh(),
          packet.destinationLow(),
          (packet.sourcePort() << 16) | packet.destinationPort());
    }

    /** The IPv4 address, or the network of 64 bits, of the end with the greater port. */
    long client() {
      boolean source = ports >>> 16 > (ports & 0xffff);
      long high = source ? sourceHigh : destinationHigh;
      return high == 0 ? (source ? sourceLow : destinationLow) : high;
    }
  }

  private static final class Segment {
    private final int sequence;
    private final byte[] bytes;

    Segment(int sequence, byte[] bytes) {
      this.sequence = sequence;
      this.bytes = bytes;
    }
  }

  private static final int MOST_EARLY = 16;
  private static final int MOST_EARLY_BYTES = 1 << 18;
  private static final byte[] NOTHING = {};

  /** Segments that arrived out of order, and wait for earlier ones. */
  private final List<Segment> early = new ArrayList<>(2);

  private int earlyBytes;

  /** The kept bytes: they start with a message, and end before sequence number {@code next}. */
  private byte[] bytes = NOTHING;

  private int size;
  private int next;
  private boolean aligned;
  private long seen;

  Stream(long now) {
    seen = now;
  }

  void touch(long now) {
    seen = now;
  }

  long seen() {
    return seen;
  }

  /** Starts a message here, and drops all earlier bytes. */
  void align(int sequence) {
    aligned = true;
    next = sequence;
    size = 0;
    for (int i = early.size() - 1; i >= 0; i--) {
      if (early.get(i).sequence - sequence < 0) {
        earlyBytes -= early.remove(i).bytes.length;
      }
    }
  }

  /** Whether message boundaries are unknown, or too many segments wait for a missing one. */
  boolean isLost() {
    return !aligned || early.size() == MOST_EARLY;
  }

  /** Whether the segment continues the stream, or repeats a part of it. */
  boolean reaches(int sequence) {
    return aligned && sequence - next <= 0;
  }

  /**
   * Appends the new bytes of a segment that {@link #reaches}, and of waiting segments behind it.
   */
  void append(int sequence, byte[] from, int offset, int length) {
    appendOne(sequence, from, offset, length);
    for (int i = 0; i < early.size(); i++) {
      Segment segment = early.get(i);
      if (segment.sequence - next <= 0) {
        early.remove(i);
        earlyBytes -= segment.bytes.length;
        appendOne(segment.sequence, segment.bytes, 0, segment.bytes.length);
        i = -1;
      }
    }
  }

  private void appendOne(int sequence, byte[] from, int offset, int length) {
    int known = next - sequence;
    if (known >= length) {
      return;
    }
    int fresh = length - known;
    if (bytes.length - size < fresh) {
      bytes = Arrays.copyOf(bytes, Math.max(size + fresh, 2 * size));
    }
    System.arraycopy(from, offset + known, bytes, size, fresh);
    size += fresh;
    next += fresh;
  }

  /** Keeps a segment until the earlier bytes have arrived; too many are dropped. */
  void keep(int sequence, byte[] from, int offset, int length) {
    if (early.size() < MOST_EARLY && earlyBytes + length <= MOST_EARLY_BYTES) {
      early.add(new Segment(sequence, Arrays.copyOfRange(from, offset, offset + length)));
      earlyBytes += length;
    }
  }

  /** The bytes from the start of a message, up to {@link #size}. */
  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  /** The index of a sequence number in {@link #bytes}; negative for dropped bytes. */
  int offset(int sequence) {
    return size - (next - sequence);
  }

  /** Hands over the bytes, and keeps a copy from {@code from} on. */
  void start(int from) {
    bytes = Arrays.copyOfRange(bytes, from, size);
    size -= from;
  }

  int kept() {
    return bytes.length + earlyBytes;
  }
}
