package waymark.netlink;

/** A named counter of a table. */
public record NftablesCounter(
    NftablesFamily family, String table, String name, long packets, long bytes) {}
