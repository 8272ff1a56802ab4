package waymark.api;

/**
 * Traffic in both directions, IP headers included, in all or per second.
 *
 * @param sentBytes sent by the clients of the connections
 * @param receivedBytes received by the clients
 */
public record Volume(long sentBytes, long receivedBytes, long sentPackets, long receivedPackets) {}
