package waymark.netlink;

import static java.util.Objects.requireNonNull;

/**
 * The kind of a set's entries. Sets of other types are listed without their entries.
 *
 * @param name as {@code ipset} writes it
 */
public record IpsetType(String name) {
  /** Single addresses. */
  public static final IpsetType HASH_IP = new IpsetType("hash:ip");

  /** Networks; a packet matches if one of them contains its address. */
  public static final IpsetType HASH_NET = new IpsetType("hash:net");

  public IpsetType {
    requireNonNull(name);
  }

  boolean isDecoded() {
    return equals(HASH_IP) || equals(HASH_NET);
  }

  @Override
  public String toString() {
    return name;
  }
}
