package waymark.kernel.accounting;

import java.nio.ByteBuffer;
import waymark.netlink.ConntrackFlow;
import waymark.policy.Address;

/**
 * A 64-bit hash of a connection's identity, so that two of a million connections collide once in
 * ten million scans. Allocates nothing.
 */
final class FlowKey {
  private final byte[] bytes = new byte[32];
  private final ByteBuffer words = ByteBuffer.wrap(bytes);

  long of(ConntrackFlow flow) {
    int length = flow.copySource(bytes, 0);
    flow.copyDestination(bytes, length);
    long hash = ((long) flow.id() << 32) | (flow.protocol() << 16) | flow.zone();
    hash = mix(hash, ((long) flow.sourcePort() << 16) | flow.destinationPort());
    for (int i = 0; i < 2 * length; i += 8) {
      hash = mix(hash, words.getLong(i));
    }
    return hash;
  }

  /** The destination of a connection, after address translation. */
  Address destination(ConntrackFlow flow) {
    int length = flow.copyAnswering(bytes, 0);
    return Address.of(bytes, 0, length);
  }

  /** Mixes a word into the hash by the finalizer of MurmurHash3. */
  private static long mix(long hash, long word) {
    long h = hash * 0x9e3779b97f4a7c15L ^ word;
    h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
    h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
    return h ^ h >>> 33;
  }
}
