package waymark.netlink;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Identifies one flow for its deletion or change: its bytes as the kernel sent them, with its id,
 * so that a later flow between the same endpoints is spared (unless the kernel stores it at the
 * same place in memory, from which it derives the id).
 */
public final class ConntrackKey {
  private static final int CTA_TUPLE_ORIG = 1;
  private static final int CTA_ID = 12;
  private static final int CTA_ZONE = 18;
  private static final int CTA_LABELS = 22;
  private static final int CTA_LABELS_MASK = 23;

  private final int family;
  private final byte[] tuple;
  private final byte[] id;
  private final int zone;

  ConntrackKey(int family, byte[] tuple, byte[] id, int zone) {
    if (tuple.length == 0) {
      // The kernel would delete every flow for a request without a tuple.
      throw new IllegalArgumentException("a flow without addresses");
    }
    this.family = family;
    this.tuple = tuple;
    this.id = id;
    this.zone = zone;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConntrackKey key
        && family == key.family
        && zone == key.zone
        && Arrays.equals(tuple, key.tuple)
        && Arrays.equals(id, key.id);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(tuple);
  }

  /** The most bytes that a deletion of this flow takes. */
  int deletionBytes() {
    return NetlinkMessage.HEADER + ConntrackFlow.NFGENMSG + 4 + tuple.length + 3 + 8 + 8;
  }

  void writeDeletion(NetlinkWriter out) {
    begin(out, Conntrack.IPCTNL_MSG_CT_DELETE);
    if (id.length > 0) {
      out.bytes(CTA_ID, id);
    }
    out.end();
  }

  /** The most bytes that a change of labels takes. */
  int labelBytes() {
    return deletionBytes() + 2 * (4 + ConntrackLabels.BYTES);
  }

  void writeLabels(NetlinkWriter out, ConntrackLabels cleared) {
    begin(out, Conntrack.IPCTNL_MSG_CT_NEW);
    out.bytes(CTA_LABELS, new byte[ConntrackLabels.BYTES]);
    out.bytes(CTA_LABELS_MASK, cleared.mask());
    out.end();
  }

  private void begin(NetlinkWriter out, int type) {
    out.begin(type, 0).putU8(family).putU8(0).putBe16(0);
    out.bytes(CTA_TUPLE_ORIG | NetlinkWriter.NESTED, tuple);
    if (zone != 0) {
      out.be16(CTA_ZONE, zone);
    }
  }
}
