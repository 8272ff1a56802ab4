package waymark.kernel.table;

import java.util.List;

/**
 * The sets {@code resets4} and {@code resets6}: connections whose first packet was answered by a
 * reset a short while ago. A host that repeats it has not got the reset, since wg-quick among
 * others drops packets from afar that come in by the loopback interface. An ICMP message comes from
 * this host itself, but a program that waits in connect(2) only takes notice of one about a
 * repetition.
 */
public final class ResetSets {
  private static final String IPV4 = "resets4";
  private static final String IPV6 = "resets6";
  public static final List<String> NAMES = List.of(IPV4, IPV6);

  private static final String FIRST_PACKET = "tcp flags & (syn | ack) == syn ";

  private ResetSets() {}

  /** The text that adds them where they are not there. */
  public static String add() {
    return add(IPV4, "ipv4_addr") + add(IPV6, "ipv6_addr");
  }

  private static String add(String name, String address) {
    return "add set inet waymark "
        + name
        + " { type "
        + address
        + " . inet_service . "
        + address
        + " . inet_service; size 4096; flags dynamic; timeout 10s; }\n";
  }

  /** Refuses the packet. Where there is no room for another connection, it gets another reset. */
  static List<String> refusal() {
    String unreachable = "reject with icmpx admin-prohibited";
    String reset = "reject with tcp reset";
    return List.of(
        FIRST_PACKET + connection("ip") + " @" + IPV4 + " " + unreachable,
        FIRST_PACKET + connection("ip6") + " @" + IPV6 + " " + unreachable,
        FIRST_PACKET + "add @" + IPV4 + " { " + connection("ip") + " } " + reset,
        FIRST_PACKET + "add @" + IPV6 + " { " + connection("ip6") + " } " + reset,
        "meta l4proto tcp " + reset,
        unreachable);
  }

  private static String connection(String ip) {
    return ip + " saddr . tcp sport . " + ip + " daddr . tcp dport";
  }
}
