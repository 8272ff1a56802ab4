package waymark.kernel.table;

import java.util.List;
import waymark.kernel.capture.Hold;
import waymark.kernel.model.Marks;
import waymark.netlink.Nftables;
import waymark.netlink.NftablesFamily;

/**
 * What {@link HoldPackets} meet in the table {@code inet waymark}: a chain that sees them before
 * all others, and a set that has an element while answers are read.
 *
 * <p>The packets themselves renew the element. A transaction would wait for those of others.
 */
final class HoldChain {
  static final String SET = "holding";
  static final String CHAIN = "hold";

  /** The one key that the set has: nft takes no constant for it. */
  private static final String KEY = "meta mark and 0x00000000";

  /** The text that makes the set. */
  static final String ADD_SET =
      "add set inet "
          + KernelTable.NAME
          + " "
          + SET
          + " { type mark; flags dynamic,timeout; timeout "
          + Hold.SECONDS
          + "s; }\n";

  /** Matches while answers are read. */
  static final String MATCH = KEY + " @" + SET + " ";

  private HoldChain() {}

  /** Whether the kernel has it, from this process or an earlier one. By any thread. */
  static boolean isThere() {
    try (Nftables nftables = Nftables.open()) {
      return nftables.chains(NftablesFamily.INET, KernelTable.NAME).stream()
          .anyMatch(chain -> chain.name().equals(CHAIN));
    }
  }

  /** Before connection tracking, and before any other program drops the packet. */
  static void add(Chains chains, Marks marks) {
    String packet =
        "ip daddr "
            + HoldPackets.TO
            + " udp dport "
            + HoldPackets.PORT
            + " meta mark "
            + marks.maskText()
            + " @th,64,8 ";
    chains
        .add(CHAIN, "type filter hook output priority -500; policy accept;")
        .addAll(
            List.of(
                packet + HoldPackets.RENEW + " update @" + SET + " { " + KEY + " } drop",
                packet
                    + HoldPackets.END
                    + " update @"
                    + SET
                    + " { "
                    + KEY
                    + " timeout 10ms } drop"));
  }
}
