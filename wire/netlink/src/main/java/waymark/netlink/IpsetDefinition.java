package waymark.netlink;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;

/**
 * What a set is made with.
 *
 * @param name 1 to 31 bytes
 * @param timeout seconds that an entry stays unless it says otherwise, 0 for ever, to 2147483; or
 *     {@link #NO_TIMEOUT}: entries of this set cannot have one
 * @param maxElements entries it holds at most
 */
public record IpsetDefinition(
    String name, IpsetType type, AddressFamily family, int timeout, int maxElements) {
  public static final int NO_TIMEOUT = -1;

  /** Entries a set holds where nobody said otherwise. */
  public static final int DEFAULT_MAX_ELEMENTS = 65536;

  static final int MAX_NAME = 31; // IPSET_MAXNAMELEN less its NUL
  static final int MAX_TIMEOUT = Integer.MAX_VALUE / 1000; // IPSET_MAX_TIMEOUT: milliseconds

  public IpsetDefinition {
    checkName(name);
    requireNonNull(type);
    requireNonNull(family);
    if (timeout < NO_TIMEOUT || timeout > MAX_TIMEOUT) {
      throw new IllegalArgumentException("timeout of set " + name + ": " + timeout);
    }
    if (maxElements < 1) {
      throw new IllegalArgumentException("size of set " + name + ": " + maxElements);
    }
  }

  /** A set of that type and family, without timeouts, of the usual size. */
  public static IpsetDefinition of(String name, IpsetType type, AddressFamily family) {
    return new IpsetDefinition(name, type, family, NO_TIMEOUT, DEFAULT_MAX_ELEMENTS);
  }

  public IpsetDefinition withTimeout(int seconds) {
    return new IpsetDefinition(name, type, family, seconds, maxElements);
  }

  public IpsetDefinition withMaxElements(int count) {
    return new IpsetDefinition(name, type, family, timeout, count);
  }

  static String checkName(String name) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > MAX_NAME || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a set's name has 1 to 31 bytes, not " + length);
    }
    return name;
  }
}
