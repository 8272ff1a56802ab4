package waymark.dns;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A view of the header and the single question of a DNS message, query or reply. Reused for each
 * message. RFC 1035 section 4.1.
 *
 * <p>The accessors are valid only after {@link Kind#QUERY} and {@link Kind#REPLY}.
 */
public final class Question {
  /** The kind of the message. */
  public enum Kind {
    QUERY,
    /** A reply, whatever its response code. */
    REPLY,
    /** Too short, another opcode than QUERY, or not exactly one question. */
    NOT_DNS,
    /** The question's name is invalid or compressed, or the question extends beyond the message. */
    BROKEN
  }

  private static final int HEADER = 12;
  private static final byte[] NOTHING = {};

  private final byte[] text = new byte[WireName.LONGEST + 1];
  private byte[] bytes = NOTHING;
  private int start;
  private int end;
  private int records;

  /** A view of nothing yet. */
  public Question() {}

  /**
   * Reads the message that starts at {@code offset}; of TCP, behind its length.
   *
   * @throws IndexOutOfBoundsException if the range is not within the array
   */
  public Kind read(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    this.bytes = bytes;
    start = offset;
    end = offset + length;
    records = offset;
    // 17: the header, the root's name, type and class
    if (length < HEADER + 5 || (bytes[offset + 2] & 0x78) != 0 || u16(offset + 4) != 1) {
      return Kind.NOT_DNS;
    }
    int named = WireName.skipPlain(bytes, offset + HEADER, end - 4);
    if (named == WireName.BROKEN) {
      return Kind.BROKEN;
    }
    records = named + 4;
    return isReply() ? Kind.REPLY : Kind.QUERY;
  }

  /** The transaction id, 0 to 65535. */
  public int id() {
    return u16(start);
  }

  /** Whether the message is a reply (QR). */
  public boolean isReply() {
    return bytes[start + 2] < 0;
  }

  /** The response code, 0 to 15 (RFC 1035 section 4.1.1); 0 is no error. */
  public int responseCode() {
    return bytes[start + 3] & 0x0f;
  }

  /** Whether the sender truncated the message (TC). */
  public boolean isTruncated() {
    return (bytes[start + 2] & 0x02) != 0;
  }

  /** The type asked for, such as 1 for A (the IANA registry of RR types). */
  public int type() {
    return u16(records - 4);
  }

  /** The class asked for; 1 is IN. */
  public int recordClass() {
    return u16(records - 2);
  }

  /**
   * The name asked for: lower case, without the final dot; empty for the root, and for a name that
   * no rule can match because a label contains a dot or a byte outside of printable ASCII.
   */
  public String name() {
    WireName.read(bytes, start, start + HEADER, end, text);
    return new String(text, 1, text[0] & 0xff, StandardCharsets.ISO_8859_1);
  }

  byte[] bytes() {
    return bytes;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** Where the question's bytes start: its name. */
  int nameOffset() {
    return start + HEADER;
  }

  /** Where the question's bytes end and the records start. */
  int recordsOffset() {
    return records;
  }

  int answerCount() {
    return u16(start + 6);
  }

  int authorityCount() {
    return u16(start + 8);
  }

  int additionalCount() {
    return u16(start + 10);
  }

  private int u16(int at) {
    return BigEndian.u16(bytes, at);
  }
}
