package waymark.netlink;

/** The address family of a table (include/uapi/linux/netfilter.h, NFPROTO). */
public enum NftablesFamily {
  UNSPECIFIED(0, "all"),
  INET(1, "inet"),
  IP(2, "ip"),
  ARP(3, "arp"),
  NETDEV(5, "netdev"),
  BRIDGE(7, "bridge"),
  IP6(10, "ip6"),
  UNKNOWN(255, "unknown");

  private final int number;
  private final String word;

  NftablesFamily(int number, String word) {
    this.number = number;
    this.word = word;
  }

  static NftablesFamily read(int number) {
    return switch (number) {
      case 0 -> UNSPECIFIED;
      case 1 -> INET;
      case 2 -> IP;
      case 3 -> ARP;
      case 5 -> NETDEV;
      case 7 -> BRIDGE;
      case 10 -> IP6;
      default -> UNKNOWN;
    };
  }

  int number() {
    return number;
  }

  /** The family's name in the nft command. */
  @Override
  public String toString() {
    return word;
  }
}
