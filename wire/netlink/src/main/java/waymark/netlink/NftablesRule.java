package waymark.netlink;

/**
 * Where a rule is; what it says is left to the nft command.
 *
 * @param comment empty where there is none
 */
public record NftablesRule(
    NftablesFamily family, String table, String chain, long handle, String comment) {}
