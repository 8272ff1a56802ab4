package waymark.dns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One direction of a TCP connection whose messages do not end where its segments end. */
final class Stream {
  /** Whose stream it is: both ends' addresses, and both ports in one number. */
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

  /** Those that came before what goes before them. */
  private final List<Segment> early = new ArrayList<>(2);

  private int earlyBytes;

  /** Starts with a message, and ends before the byte of number {@code next}. */
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

  /** Lets a message start here; what came before is of no use. */
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

  /** Whether it is not known where a message starts, or too much waits for what is missing. */
  boolean isLost() {
    return !aligned || early.size() == MOST_EARLY;
  }

  /** Whether the segment goes on where the stream ends, or repeats it. */
  boolean reaches(int sequence) {
    return aligned && sequence - next <= 0;
  }

  /** Appends what is new of a segment that {@link #reaches}, and those it leads up to. */
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

  /** Keeps a segment until what goes before it has come; too many are not kept. */
  void keep(int sequence, byte[] from, int offset, int length) {
    if (early.size() < MOST_EARLY && earlyBytes + length <= MOST_EARLY_BYTES) {
      early.add(new Segment(sequence, Arrays.copyOfRange(from, offset, offset + length)));
      earlyBytes += length;
    }
  }

  /** What has come since the start of a message, up to {@link #size}. */
  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  /** Where in {@link #bytes} that is; below 0 for what is no longer kept. */
  int offset(int sequence) {
    return size - (next - sequence);
  }

  /** Gives the bytes away and goes on with those from {@code from}. */
  void start(int from) {
    bytes = Arrays.copyOfRange(bytes, from, size);
    size -= from;
  }

  int kept() {
    return bytes.length + earlyBytes;
  }
}
