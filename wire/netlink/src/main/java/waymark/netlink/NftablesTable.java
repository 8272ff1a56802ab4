package waymark.netlink;

/**
 * A table.
 *
 * @param handle the kernel's number of the table, another one when the table is created again
 * @param flags NFT_TABLE_F_DORMANT (the table is disabled) and so on, as the kernel has them
 * @param comment empty where there is none
 */
public record NftablesTable(
    NftablesFamily family, String name, long handle, int flags, String comment) {}
