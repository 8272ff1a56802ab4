package waymark.journal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import waymark.policy.Address;

/** Reads what {@link RowEncoder} has written, field by field or a whole row. */
final class RowDecoder {
  private byte[] bytes = {};
  private int at;
  private int end;

  /**
   * Goes to the start of a row, or of several.
   *
   * @throws IndexOutOfBoundsException from here on, where it is no row
   */
  RowDecoder at(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    at = offset;
    end = offset + length;
    return this;
  }

  int offset() {
    return at;
  }

  boolean hasMore() {
    return at < end;
  }

  void skip(int length) {
    at += length;
  }

  int u8() {
    return bytes[at++] & 0xff;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = bytes[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        break;
      }
    }
    return value;
  }

  byte[] field() {
    int length = u8();
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /** Copies the rest of the row, and returns its length. */
  int rest(byte[] to, int offset) {
    int length = end - at;
    System.arraycopy(bytes, at, to, offset, length);
    at = end;
    return length;
  }

  /** The whole row. */
  KeptRow row(long number, long millis) {
    int kind = u8();
    boolean hashed = (kind & RowEncoder.HASHED) != 0;
    String client = address();
    List<String> names = new ArrayList<>();
    for (int i = u8(); i > 0; i--) {
      byte[] name = field();
      names.add(hashed ? Pseudonyms.text(name) : new String(name, StandardCharsets.UTF_8));
    }
    List<String> addresses = new ArrayList<>();
    for (int i = u8(); i > 0; i--) {
      addresses.add(address());
    }
    String rule = word();
    String link = word();
    KeptRow.Fate fate =
        (kind & ~RowEncoder.HASHED) == RowEncoder.DENIAL
            ? new KeptRow.Denied(u8(), (int) varint())
            : new KeptRow.Answered(Outcome.of(u8()), varint());
    return new KeptRow(
        number, Instant.ofEpochMilli(millis), client, names, addresses, rule, link, fate);
  }

  private String word() {
    return new String(field(), StandardCharsets.UTF_8);
  }

  /** An address, or its hash, which has another length. */
  private String address() {
    byte[] field = field();
    return field.length == 4 || field.length == 16
        ? Address.of(field).toString()
        : Pseudonyms.text(field);
  }
}
