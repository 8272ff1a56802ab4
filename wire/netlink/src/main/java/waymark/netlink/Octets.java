package waymark.netlink;

import java.util.Arrays;
import java.util.HexFormat;

/** A few bytes as a value: an address, a mark, the key of an element. */
public final class Octets {
  private final byte[] bytes;

  private Octets(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of those bytes. */
  public static Octets of(byte... bytes) {
    return new Octets(bytes.clone());
  }

  static Octets owned(byte[] bytes) {
    return new Octets(bytes);
  }

  public int length() {
    return bytes.length;
  }

  /** A copy of the bytes. */
  public byte[] toArray() {
    return bytes.clone();
  }

  /** The bytes themselves, which callers must not change. */
  byte[] array() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
