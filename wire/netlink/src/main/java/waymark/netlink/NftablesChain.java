package waymark.netlink;

/**
 * A chain of a table.
 *
 * @param comment empty where there is none
 */
public record NftablesChain(
    NftablesFamily family, String table, String name, long handle, String comment) {}
