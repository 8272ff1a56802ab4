package waymark.app.lab;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Addresses of sites, each handed out once.
 *
 * <p>They come from the networks for benchmarks (RFC 2544, RFC 5180), which Waymark takes for
 * ordinary ones. The block that an address is from says which link it should take: {@link
 * FirstPackets} counts by that.
 */
final class SiteAddresses {
  /** The networks of all sites. */
  static final String IPV4 = "198.18.0.0/15";

  static final String IPV6 = "2001:2::/48";

  /** Static networks of the second link; no name has their addresses. */
  static final String STATIC_IPV4 = "198.19.100.0/24";

  static final String STATIC_IPV6 = "2001:2:0:2:100::/80";

  private static final int FIRST_IPV4 = 0xc6120000;
  private static final long FIRST_IPV6 = 0x20010002_00000000L;

  private final AtomicInteger next = new AtomicInteger(1);

  /** The link that the addresses of a block must take. */
  enum Block {
    ISP1("198.18.0.0/17", "2001:2:0:1::/64"),
    ISP2("198.19.0.0/17", "2001:2:0:2::/64"),
    NOWHERE("198.19.128.0/17", "2001:2:0:3::/64"),
    /** Either link, which changes with what is known; not counted. */
    EITHER("198.18.128.0/17", "2001:2:0:4::/64");

    private final String ipv4;
    private final String ipv6;

    Block(String ipv4, String ipv6) {
      this.ipv4 = ipv4;
      this.ipv6 = ipv6;
    }

    String ipv4() {
      return ipv4;
    }

    String ipv6() {
      return ipv6;
    }

    /** The number of its IPv6 network. */
    private int number() {
      return switch (this) {
        case ISP1 -> 1;
        case ISP2 -> 2;
        case NOWHERE -> 3;
        case EITHER -> 4;
      };
    }

    private int firstIpv4() {
      return FIRST_IPV4
          + switch (this) {
            case ISP1 -> 0;
            case EITHER -> 0x8000;
            case ISP2 -> 0x10000;
            case NOWHERE -> 0x18000;
          };
    }
  }

  /** An IPv4 address: there are some 25,000 in a block. */
  InetAddress ipv4(Block block) {
    int number = next.getAndIncrement();
    if (number >= 0x6400) {
      throw new LabException("out of addresses: ask for fewer names");
    }
    return address(ByteBuffer.allocate(4).putInt(block.firstIpv4() + number).array());
  }

  /** An IPv6 address. */
  InetAddress ipv6(Block block) {
    int number = next.getAndIncrement();
    return address(
        ByteBuffer.allocate(16).putLong(FIRST_IPV6 + block.number()).putLong(number).array());
  }

  static InetAddress parse(String address) {
    return InetAddress.ofLiteral(address);
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
