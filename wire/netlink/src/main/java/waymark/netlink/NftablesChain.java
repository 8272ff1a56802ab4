package waymark.netlink;

/**
 * A chain of a table.
 *
 * @param policy what becomes of a packet that no rule decides: NF_ACCEPT (1), NF_DROP (0); -1 where
 *     the chain has no hook, and so no policy
 * @param comment empty where there is none
 */
public record NftablesChain(
    NftablesFamily family, String table, String name, long handle, int policy, String comment) {}
