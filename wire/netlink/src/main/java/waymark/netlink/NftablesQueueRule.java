package waymark.netlink;

import static waymark.netlink.NftablesHeader.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A rule that passes every packet to a queue.
 *
 * @param number the queue
 * @param bypass whether packets pass where no process reads the queue
 * @param form how the rule is written
 */
public record NftablesQueueRule(int number, boolean bypass, Form form) {
  /** A kernel may support both forms, one or none; ENOENT means that it does not. */
  public enum Form {
    /** nftables' own {@code queue} statement (CONFIG_NFT_QUEUE). */
    STATEMENT,
    /** The NFQUEUE target of iptables (CONFIG_NETFILTER_XT_TARGET_NFQUEUE, CONFIG_NFT_COMPAT). */
    TARGET
  }

  private static final int BYPASS = 1; // NFT_QUEUE_FLAG_BYPASS, NFQ_FLAG_BYPASS
  private static final int TARGET_REVISION = 3;
  private static final int TARGET_INFO_SIZE = 8; // struct xt_NFQ_info_v3, XT_ALIGNed

  public NftablesQueueRule {
    if (number < 0 || number > 0xffff) {
      throw new IllegalArgumentException("queue " + number);
    }
  }

  void write(NetlinkWriter writer) {
    int flags = bypass ? BYPASS : 0;
    writer.nest(NFTA_RULE_EXPRESSIONS).nest(NFTA_LIST_ELEM);
    switch (form) {
      case STATEMENT -> {
        writer.string(NFTA_EXPR_NAME, "queue").nest(NFTA_EXPR_DATA);
        writer.be16(NFTA_QUEUE_NUM, number).be16(NFTA_QUEUE_TOTAL, 1);
        writer.be16(NFTA_QUEUE_FLAGS, flags);
      }
      case TARGET -> {
        ByteOrder order = writer.isLittleEndian() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        ByteBuffer info = ByteBuffer.allocate(TARGET_INFO_SIZE).order(order);
        info.putShort((short) number).putShort((short) 1).putShort((short) flags);
        writer.string(NFTA_EXPR_NAME, "target").nest(NFTA_EXPR_DATA);
        writer.string(NFTA_TARGET_NAME, "NFQUEUE").be32(NFTA_TARGET_REV, TARGET_REVISION);
        writer.bytes(NFTA_TARGET_INFO, info.array());
      }
    }
    writer.endNest().endNest().endNest();
  }
}
