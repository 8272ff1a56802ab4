package waymark.netlink;

/** A netlink protocol: the part of the kernel that a socket talks to. */
public enum NetlinkProtocol {
  /** Links, addresses, routes, rules, neighbours. */
  ROUTE(0),
  /** nftables, connection tracking, packet log and queue, ipset. */
  NETFILTER(12);

  private final int number;

  NetlinkProtocol(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
