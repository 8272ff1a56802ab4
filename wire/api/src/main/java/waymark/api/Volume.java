package waymark.api;

/**
 * Traffic both ways, IP headers included; also in a second.
 *
 * @param sentBytes by those who began the connections
 * @param receivedBytes by them
 */
public record Volume(long sentBytes, long receivedBytes, long sentPackets, long receivedPackets) {}
