package waymark.netlink;

/**
 * A table.
 *
 * @param handle the kernel's number for it, new when the table is made anew
 * @param comment empty where there is none
 */
public record NftablesTable(NftablesFamily family, String name, long handle, String comment) {}
