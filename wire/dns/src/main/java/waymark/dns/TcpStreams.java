package waymark.dns;

/**
 * Reassembles DNS messages from TCP segments (RFC 1035 section 4.2.2: two bytes of length before
 * each).
 *
 * <p>The caller passes in each segment as it arrives, and steps with {@link #next} through the
 * messages that the segment completes, so that it can hold the segment until they are handled. A
 * repeated segment yields its messages and the following ones again, because the first copy may
 * have been dropped. No bytes are kept of a stream whose segments end with messages, as nearly all
 * do; of other streams the last messages are kept. Streams, bytes and age are bounded; of the
 * client that has most, the least recently used stream is evicted first.
 *
 * <p>The start of a stream may be missing: a segment of an unknown stream starts a message if it
 * looks like one; otherwise it waits for an earlier segment. A wrong guess yields an answer that
 * matches no question.
 */
public final class TcpStreams {
  /** The most streams that are kept. */
  public static final int MOST_STREAMS = 1_024;

  /** The most bytes that are kept in all. */
  public static final int MOST_BYTES = 8 << 20;

  /** How long a stream is kept without a segment, in ns. */
  public static final long LIFE = 30_000_000_000L;

  /** The most bytes of a stream that may be repeated: more than the initial window (RFC 6928). */
  private static final int PAST = 1 << 14;

  private static final int PREFIX = 2;

  /** The shortest message: a header, the root's name, type and class. */
  private static final int SHORTEST = 17;

  private final KeptStreams streams = new KeptStreams();

  private byte[] bytes = {};
  private int at;
  private int end;
  private int offset;
  private int length;

  /** No streams yet. */
  public TcpStreams() {}

  /**
   * Takes a TCP segment, and drops the unread messages of the previous one.
   *
   * @param now a monotonic time in ns
   */
  public void accept(IpPacket packet, long now) {
    at = 0;
    end = 0;
    streams.expire(now, LIFE);
    if (packet.isSyn()) {
      forget(packet);
    }
    if (packet.payloadLength() > 0 && !packet.isCut()) {
      accept(packet, packet.bytes(), packet.payloadOffset(), packet.payloadLength(), now);
    }
    if (packet.isReset()) {
      forget(packet);
    }
  }

  private void accept(IpPacket packet, byte[] from, int offset, int length, long now) {
    int sequence = packet.isSyn() ? packet.sequence() + 1 : packet.sequence();
    boolean plausible = isPlausible(from, offset, offset + length);
    Stream.Key key = Stream.Key.of(packet);
    Stream stream = streams.get(key);
    int whole = plausible ? whole(from, offset, offset + length) : offset;
    boolean exact = plausible && whole == offset + length;
    if (stream == null) {
      if (exact) {
        give(from, offset, whole);
        return;
      }
      stream = new Stream(now);
      streams.put(key, stream);
    }
    int before = stream.kept();
    stream.touch(now);
    if (plausible && stream.isLost()) {
      stream.align(sequence);
    }
    if (stream.reaches(sequence)) {
      stream.append(sequence, from, offset, length);
      int begin = stream.offset(sequence);
      if (begin < 0 && whole > offset) {
        // A repeated segment from before the kept bytes.
        give(from, offset, whole);
      } else {
        giveWhole(stream, begin);
      }
    } else {
      stream.keep(sequence, from, offset, length);
      if (exact) {
        give(from, offset, whole);
      }
    }
    streams.count(key, stream.kept() - before);
  }

  /**
   * Yields the complete messages that end at or behind an offset. A segment may complete more
   * messages than it contains, because later segments may have arrived early.
   */
  private void giveWhole(Stream stream, int begin) {
    byte[] all = stream.bytes();
    int size = stream.size();
    int from = whole(all, 0, Math.max(begin, 0));
    give(all, from, whole(all, from, size));
    if (size > 2 * PAST) {
      stream.start(whole(all, 0, size - PAST));
    }
  }

  private void give(byte[] from, int at, int end) {
    bytes = from;
    this.at = at;
    this.end = end;
  }

  /** Steps to the next message that the segment completes; false when there is none. */
  public boolean next() {
    if (at >= end) {
      return false;
    }
    offset = at + PREFIX;
    length = length(bytes, at);
    at = offset + length;
    return true;
  }

  /** The array that contains the message: the packet's, or a separate one. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the message starts, behind its length. */
  public int offset() {
    return offset;
  }

  /** The length of the message, which may not be valid DNS. */
  public int length() {
    return length;
  }

  /** The number of streams that are kept. */
  public int size() {
    return streams.size();
  }

  /** The offset behind the last complete message. */
  private static int whole(byte[] bytes, int at, int end) {
    while (end - at >= PREFIX && end - at - PREFIX >= length(bytes, at)) {
      at += PREFIX + length(bytes, at);
    }
    return at;
  }

  /** Whether the bytes look like the start of a message. */
  private static boolean isPlausible(byte[] bytes, int at, int end) {
    int size = end - at;
    return (size < PREFIX || length(bytes, at) >= SHORTEST)
        && (size < PREFIX + 3 || (bytes[at + PREFIX + 2] & 0x78) == 0)
        && (size < PREFIX + 6 || length(bytes, at + PREFIX + 4) == 1);
  }

  private static int length(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }

  private void forget(IpPacket packet) {
    if (streams.size() > 0) {
      streams.remove(Stream.Key.of(packet));
    }
  }
}
