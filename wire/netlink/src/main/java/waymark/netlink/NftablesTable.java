package waymark.netlink;

/**
 * A table.
 *
 * @param handle the kernel's number for it, new when the table is made anew
 * @param flags NFT_TABLE_F_DORMANT (nothing in it is looked at) and so on, as the kernel has them
 * @param comment empty where there is none
 */
public record NftablesTable(
    NftablesFamily family, String name, long handle, int flags, String comment) {}
