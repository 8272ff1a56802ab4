package waymark.netlink;

/**
 * A set or map of a table.
 *
 * @param flags NFT_SET_ANONYMOUS and so on, as the kernel has them
 * @param keyLength bytes of an element's key
 * @param comment empty where there is none
 */
public record NftablesSet(
    NftablesFamily family,
    String table,
    String name,
    long handle,
    int flags,
    int keyLength,
    String comment) {
  private static final int ANONYMOUS = 0x1;
  private static final int MAP = 0x8;
  private static final int OBJECTS = 0x40;

  public boolean isAnonymous() {
    return (flags & ANONYMOUS) != 0;
  }

  /** Whether elements lead to values, or to named objects such as counters. */
  public boolean isMap() {
    return (flags & (MAP | OBJECTS)) != 0;
  }

  public NftablesSetReference reference() {
    return NftablesSetReference.of(family, table, name);
  }
}
