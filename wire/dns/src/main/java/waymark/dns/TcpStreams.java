package waymark.dns;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * DNS messages out of TCP segments (RFC 1035 section 4.2.2: two bytes of length before each).
 *
 * <p>Each segment is handed in as it passes; then {@link #next} steps through the messages that are
 * complete with it, so that a segment can be held for their sake. A repeated segment gives its
 * messages and those behind it again: whoever held the first one may have dropped it. Nothing is
 * kept of a stream whose segments end where messages end, which nearly all do; of others the last
 * messages are. What is kept is bounded in streams, bytes and age, the least recently used stream
 * going first.
 *
 * <p>The start of a stream need not have been seen: a segment of an unknown stream is taken to
 * start with a message if it looks like one, else it waits for one before it. What comes out wrong
 * by that matches no question that was asked.
 */
public final class TcpStreams {
  /** Streams of which something is kept, at most. */
  public static final int MOST_STREAMS = 1_024;

  /** Bytes that are kept in all, at most. */
  public static final int MOST_BYTES = 8 << 20;

  /** How long a stream is kept without a segment, in ns. */
  public static final long LIFE = 30_000_000_000L;

  /** Bytes of a stream that may be repeated: more than are on their way at first (RFC 6928). */
  private static final int PAST = 1 << 14;

  private static final int PREFIX = 2;

  /** A header, the root's name, type and class. */
  private static final int SHORTEST = 17;

  private final LinkedHashMap<Stream.Key, Stream> streams = new LinkedHashMap<>(16, 0.75f, true);
  private int kept;

  private byte[] bytes = {};
  private int at;
  private int end;
  private int offset;
  private int length;

  /** No streams yet. */
  public TcpStreams() {}

  /**
   * Takes a segment, last read as TCP; messages left over from the one before are gone.
   *
   * @param now in ns, from any start, never going back
   */
  public void accept(IpPacket packet, long now) {
    at = 0;
    end = 0;
    if (!streams.isEmpty()) {
      expire(now);
    }
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
    Stream stream = streams.isEmpty() ? null : streams.get(Stream.Key.of(packet));
    int whole = plausible ? whole(from, offset, offset + length) : offset;
    boolean exact = plausible && whole == offset + length;
    if (stream == null) {
      if (exact) {
        give(from, offset, whole);
        return;
      }
      stream = new Stream(now);
      streams.put(Stream.Key.of(packet), stream);
    }
    kept -= stream.kept();
    stream.touch(now);
    if (plausible && stream.isLost()) {
      stream.align(sequence);
    }
    if (stream.reaches(sequence)) {
      stream.append(sequence, from, offset, length);
      int begin = stream.offset(sequence);
      if (begin < 0 && whole > offset) {
        // It comes again, and is from before what is kept.
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
    kept += stream.kept();
    while (streams.size() > MOST_STREAMS || kept > MOST_BYTES) {
      removeEldest();
    }
  }

  /**
   * Gives the messages that are whole and do not end before an offset. More than a segment has may
   * become whole by it where it is received: what is behind it may have come early.
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

  /** Steps to the next message that is complete with the segment; false when there is none. */
  public boolean next() {
    if (at >= end) {
      return false;
    }
    offset = at + PREFIX;
    length = length(bytes, at);
    at = offset + length;
    return true;
  }

  /** The array that the message is in: the packet's or one of its own. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the message starts, behind its length. */
  public int offset() {
    return offset;
  }

  /** How long the message is; it need not be a DNS message. */
  public int length() {
    return length;
  }

  /** Streams of which something is kept. */
  public int size() {
    return streams.size();
  }

  /** The offset behind the last message that is whole. */
  private static int whole(byte[] bytes, int at, int end) {
    while (end - at >= PREFIX && end - at - PREFIX >= length(bytes, at)) {
      at += PREFIX + length(bytes, at);
    }
    return at;
  }

  /** Whether a message may start here, as far as can be seen. */
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
    Stream stream = streams.isEmpty() ? null : streams.remove(Stream.Key.of(packet));
    if (stream != null) {
      kept -= stream.kept();
    }
  }

  private void expire(long now) {
    Map.Entry<Stream.Key, Stream> eldest = streams.firstEntry();
    while (eldest != null && now - eldest.getValue().seen() > LIFE) {
      removeEldest();
      eldest = streams.firstEntry();
    }
  }

  private void removeEldest() {
    Map.Entry<Stream.Key, Stream> eldest = streams.pollFirstEntry();
    if (eldest != null) {
      kept -= eldest.getValue().kept();
    }
  }
}
