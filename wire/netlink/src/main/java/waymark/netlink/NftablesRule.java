package waymark.netlink;

/**
 * The position of a rule; only the nft command reads its content.
 *
 * @param comment empty where there is none
 */
public record NftablesRule(
    NftablesFamily family, String table, String chain, long handle, String comment) {}
