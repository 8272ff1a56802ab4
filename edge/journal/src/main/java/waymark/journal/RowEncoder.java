package waymark.journal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import waymark.policy.Address;

/**
 * Writes rows as bytes, into one buffer. Each name, address and word has its length in front.
 *
 * <pre>
 *  kind · client · how many names, names · how many addresses, addresses · rule · link
 *       · answer: outcome, time held   denial: protocol, port
 * </pre>
 */
final class RowEncoder {
  /** Longer than any row. */
  static final int LONGEST = 8 << 10;

  /** The first byte: the kind, and whether names and addresses are hashed. */
  static final int ANSWER = 0;

  static final int DENIAL = 1;
  static final int HASHED = 0x80;

  /** The length of a word has one byte. */
  private static final int LONGEST_WORD = 0xff;

  /** UTF-8 has at most four bytes for a character. */
  private static final int LONGEST_UNICODE = LONGEST_WORD / 4;

  private static final long MAPPED = 0xffffL;

  private final byte[] bytes = new byte[LONGEST];
  private int size;

  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  void encode(Row row) {
    size = 0;
    switch (row) {
      case Row.Answer answer -> encode(answer);
      case Row.Denial denial -> encode(denial);
    }
  }

  private void encode(Row.Answer answer) {
    u8(ANSWER);
    address(answer.client());
    int names = Math.min(answer.names().size(), Row.MOST_NAMES);
    u8(names);
    for (int i = 0; i < names; i++) {
      word(answer.names().get(i));
    }
    List<Address> addresses = answer.addresses();
    int count = Math.min(addresses.size(), Row.MOST_ADDRESSES);
    u8(count);
    for (int i = 0; i < count; i++) {
      address(addresses.get(i));
    }
    word(answer.rule());
    word(answer.link());
    u8(answer.outcome().code());
    varint(answer.heldMicros());
  }

  private void encode(Row.Denial denial) {
    u8(DENIAL);
    address(denial.client());
    u8(denial.name().isEmpty() ? 0 : 1);
    if (!denial.name().isEmpty()) {
      word(denial.name());
    }
    u8(1);
    address(denial.address());
    word(denial.rule());
    word("");
    u8(denial.protocol());
    varint(denial.port());
  }

  /** Writes another row again, with hashes in the place of names and addresses. */
  void hash(RowDecoder row, Pseudonyms pseudonyms) {
    size = 0;
    u8(row.u8() | HASHED);
    field(pseudonyms.ofAddress(row.field()));
    int names = row.u8();
    u8(names);
    for (int i = 0; i < names; i++) {
      field(pseudonyms.ofName(row.field()));
    }
    int addresses = row.u8();
    u8(addresses);
    for (int i = 0; i < addresses; i++) {
      field(pseudonyms.ofAddress(row.field()));
    }
    size += row.rest(bytes, size);
  }

  private void u8(int value) {
    bytes[size++] = (byte) value;
  }

  private void varint(long value) {
    size = Varint.write(value, bytes, size);
  }

  private void field(byte[] value) {
    u8(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  private void address(Address address) {
    boolean ipv4 = address.high() == 0 && address.low() >>> 32 == MAPPED;
    u8(ipv4 ? 4 : 16);
    if (!ipv4) {
      number(address.high(), 8);
    }
    number(address.low(), ipv4 ? 4 : 8);
  }

  private void number(long value, int length) {
    for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  /** Writes a word, which is nearly always ASCII; what is too long is cut. */
  private void word(String text) {
    int length = Math.min(text.length(), LONGEST_WORD);
    int start = size++;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        size = start;
        unicode(text);
        return;
      }
      bytes[size++] = (byte) c;
    }
    bytes[start] = (byte) length;
  }

  private void unicode(String text) {
    int end =
        text.offsetByCodePoints(
            0, Math.min(text.codePointCount(0, text.length()), LONGEST_UNICODE));
    field(text.substring(0, end).getBytes(StandardCharsets.UTF_8));
  }
}
