package waymark.netlink;

/**
 * The ruleset's generation, one more with each transaction.
 *
 * @param process who made the transaction, in an event; else who asks
 * @param processName its name, at most 15 bytes
 */
public record NftablesGeneration(int number, int process, String processName) {}
