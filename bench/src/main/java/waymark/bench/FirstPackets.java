package waymark.bench;

import java.util.Map;
import java.util.stream.Collectors;
import waymark.netlink.Nftables;
import waymark.netlink.NftablesCounter;
import waymark.netlink.NftablesFamily;

/**
 * The packets to sites that the kernels of the two uplinks have counted, by what the packet is.
 *
 * @param wrong first packets to named sites that came by the first uplink
 * @param right those that came by the second
 * @param otherWrong first packets to other sites that came by the second uplink
 * @param otherRight those that came by the first
 * @param againWrong later packets of the same flows to named sites that came by the first uplink
 * @param againRight those that came by the second
 */
record FirstPackets(
    long wrong, long right, long otherWrong, long otherRight, long againWrong, long againRight) {
  static final int PORT = 9;

  /** The payload of a first packet; a later one of its flow has a byte more. */
  static final int FIRST = 4;

  private static final String TABLE = "count";

  /** UDP's length counts its header of 8 bytes. */
  static final String RULES =
      """
      table inet count {
        counter first_named { }
        counter first_other { }
        counter again_named { }
        chain in {
          type filter hook prerouting priority raw; policy accept;
          udp dport 9 ip daddr 198.19.224.0/19 udp length 12 counter name first_other drop
          udp dport 9 ip daddr 198.18.0.0/15 udp length 12 counter name first_named drop
          udp dport 9 ip6 daddr 2001:2::/48 udp length 12 counter name first_named drop
          udp dport 9 ip daddr 198.19.224.0/19 udp length 13 drop
          udp dport 9 ip daddr 198.18.0.0/15 udp length 13 counter name again_named drop
          udp dport 9 ip6 daddr 2001:2::/48 udp length 13 counter name again_named drop
          udp dport 9 drop
        }
      }
      """;

  static FirstPackets read(Namespace first, Namespace second) {
    Map<String, Long> one = counters(first);
    Map<String, Long> two = counters(second);
    return new FirstPackets(
        one.getOrDefault("first_named", 0L),
        two.getOrDefault("first_named", 0L),
        two.getOrDefault("first_other", 0L),
        one.getOrDefault("first_other", 0L),
        one.getOrDefault("again_named", 0L),
        two.getOrDefault("again_named", 0L));
  }

  private static Map<String, Long> counters(Namespace namespace) {
    return namespace.call(
        () -> {
          try (Nftables nftables = Nftables.open()) {
            return nftables.counters(NftablesFamily.INET, TABLE).stream()
                .collect(Collectors.toMap(NftablesCounter::name, NftablesCounter::packets));
          }
        });
  }

  long sum() {
    return wrong + right + otherWrong + otherRight;
  }
}
