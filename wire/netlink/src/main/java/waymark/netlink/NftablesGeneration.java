package waymark.netlink;

/**
 * The generation of the ruleset, which each transaction increments.
 *
 * @param process the process that made the transaction, in an event; otherwise the process that
 *     asks
 * @param processName the name of that process, at most 15 bytes
 */
public record NftablesGeneration(int number, int process, String processName) {}
