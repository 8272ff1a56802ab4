package waymark.netlink;

import static waymark.netlink.NftablesHeader.NFTA_SET_ELEM_LIST_SET;
import static waymark.netlink.NftablesHeader.NFTA_SET_ELEM_LIST_TABLE;

/** Identifies a set or map. Create it once and keep it, since it holds its encoding. */
public final class NftablesSetReference {
  private final NftablesFamily family;
  private final String table;
  private final String name;
  private final EncodedAttributes encoded;

  private NftablesSetReference(NftablesFamily family, String table, String name) {
    this.family = family;
    this.table = table;
    this.name = name;
    this.encoded =
        EncodedAttributes.of(
            writer ->
                writer
                    .string(NFTA_SET_ELEM_LIST_TABLE, table)
                    .string(NFTA_SET_ELEM_LIST_SET, name));
  }

  public static NftablesSetReference of(NftablesFamily family, String table, String name) {
    return new NftablesSetReference(family, table, name);
  }

  public NftablesFamily family() {
    return family;
  }

  public String name() {
    return name;
  }

  EncodedAttributes encoded() {
    return encoded;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NftablesSetReference that
        && family == that.family
        && table.equals(that.table)
        && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return (family.hashCode() * 31 + table.hashCode()) * 31 + name.hashCode();
  }

  @Override
  public String toString() {
    return family + " " + table + " " + name;
  }
}
