package waymark.netlink;

/**
 * A chain of a table.
 *
 * @param policy the verdict on packets that no rule decides: NF_ACCEPT (1), NF_DROP (0); -1 for a
 *     chain without a hook, which has no policy
 * @param comment empty where there is none
 */
public record NftablesChain(
    NftablesFamily family, String table, String name, long handle, int policy, String comment) {}
