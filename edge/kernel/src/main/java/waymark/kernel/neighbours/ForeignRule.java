package waymark.kernel.neighbours;

/**
 * A rule of another program's firewall.
 *
 * @param place its table and chain, as people name them
 * @param late whether its chain is at a hook behind the priority at which Waymark marks packets
 * @param text as {@code nft} or {@code iptables-save} writes it
 */
record ForeignRule(String place, boolean late, String text) {}
