package waymark.netlink;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;

/**
 * The properties that a set is created with.
 *
 * @param name 1 to 31 bytes
 * @param timeout seconds that an entry stays unless it says otherwise, 0 for ever, to 2147483; or
 *     {@link #NO_TIMEOUT}: entries of this set cannot have one
 * @param maxElements the most entries that the set holds
 */
public record IpsetDefinition(
    String name, IpsetType type, AddressFamily family, int timeout, int maxElements) {
  public static final int NO_TIMEOUT = -1;

  /** The most entries of a set by default. */
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

  /** A set of this type and family without timeouts, of the default size. */
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
