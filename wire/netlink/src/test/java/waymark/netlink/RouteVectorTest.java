package waymark.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static waymark.netlink.RouteHop.gateway;
import static waymark.netlink.RoutePrefixTest.prefix;

import java.net.InetAddress;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages as {@code ip} of iproute2 and the kernel (6.18) write them, in both byte orders. */
class RouteVectorTest {
  /** {@code ip route replace 203.0.113.0/24 via 192.0.2.2 dev #3 table 7001 metric 50 proto 250} */
  private static final String REPLACE_ROUTE =
      """
      (44000000)(1800)(0505)(01000000)(00000000)   # header
      0218000000fa0001(00000000)   # rtmsg
      (0800)(0100) cb007100   # DST
      (0800)(0500) c0000202   # GATEWAY
      (0800)(0f00) (591b0000)   # TABLE
      (0800)(0600) (32000000)   # PRIORITY
      (0800)(0400) (03000000)   # OIF
      """;

  /** {@code ip -6 route replace 2001:db8:1::/48 via 2001:db8::2 dev #3 table 7001 proto 250} */
  private static final String REPLACE_IPV6 =
      """
      (54000000)(1800)(0505)(01000000)(00000000)   # header
      0a30000000fa0001(00000000)   # rtmsg
      (1400)(0100) 20010db8000100000000000000000000   # DST
      (1400)(0500) 20010db8000000000000000000000002   # GATEWAY
      (0800)(0f00) (591b0000)   # TABLE
      (0800)(0400) (03000000)   # OIF
      """;

  /** {@code ip route replace unreachable default table 7001 metric 4278198272 proto 250} */
  private static final String REPLACE_UNREACHABLE =
      """
      (2c000000)(1800)(0505)(01000000)(00000000)   # header
      0200000000fa0007(00000000)   # rtmsg
      (0800)(0f00) (591b0000)   # TABLE
      (0800)(0600) (002000ff)   # PRIORITY
      """;

  /**
   * {@code ip route replace 203.0.113.0/25 table 7001 nexthop via 192.0.2.2 dev #3 nexthop via
   * 192.0.2.3 dev #3 weight 3}
   */
  private static final String REPLACE_MULTIPATH =
      """
      (50000000)(1800)(0505)(01000000)(00000000)   # header
      0219000000030001(00000000)   # rtmsg
      (0800)(0100) cb007100   # DST
      (0800)(0f00) (591b0000)   # TABLE
      (2400)(0900)   # MULTIPATH
        (1000)0000(03000000)   # hop
          (0800)(0500) c0000202   # GATEWAY
        (1000)0002(03000000)   # hop
          (0800)(0500) c0000203   # GATEWAY
      """;

  /** {@code ip route replace 203.0.113.128/25 table 7001 via inet6 fe80::1 dev #3}, VIA first. */
  private static final String REPLACE_VIA_IPV6 =
      """
      (4c000000)(1800)(0505)(01000000)(00000000)   # header
      0219000000030001(00000000)   # rtmsg
      (0800)(0100) cb007180   # DST
      (1600)(1200) (0a00)fe800000000000000000000000000001 0000   # VIA
      (0800)(0f00) (591b0000)   # TABLE
      (0800)(0400) (03000000)   # OIF
      """;

  /** {@code ip route get 203.0.113.1} */
  private static final String ROUTE_TO =
      """
      (24000000)(1a00)(0100)(01000000)(00000000)   # header
      0220000000000000(00100000)   # rtmsg
      (0800)(0100) cb007101   # DST
      """;

  /** {@code ip route show table 7001 proto 250} */
  private static final String LIST_ROUTES =
      """
      (24000000)(1a00)(0103)(01000000)(00000000)   # header
      0200000000fa0000(00000000)   # rtmsg
      (0800)(0f00) (591b0000)   # TABLE
      """;

  /** {@code ip -6 rule add fwmark 0x1000000/0xff000000 table 7001 priority 7000 protocol 250} */
  private static final String ADD_RULE =
      """
      (44000000)(2000)(0506)(01000000)(00000000)   # header
      0a00000000000001(00000000)   # fib_rule_hdr
      (0800)(0a00) (00000001)   # FWMARK
      (0800)(1000) (000000ff)   # FWMASK
      (0800)(0f00) (591b0000)   # TABLE
      (0800)(0600) (581b0000)   # PRIORITY
      (0500)(1500) fa 000000   # PROTOCOL
      """;

  /** {@code ip rule show} */
  private static final String LIST_RULES =
      """
      (1c000000)(2200)(0103)(01000000)(00000000)   # header
      0200000000000000(00000000)   # fib_rule_hdr
      """;

  /** {@code ip -6 route show table 7001}: the answer */
  private static final String LISTED_IPV6 =
      """
      (88000000)(1800)(2200)(01000000)(00000000)   # header
      0a300000fcfa0001(00000000)   # rtmsg
      (0800)(0f00) (591b0000)   # TABLE
      (1400)(0100) 20010db8000100000000000000000000   # DST
      (0800)(0600) (00040000)   # PRIORITY
      (1400)(0500) 20010db8000000000000000000000002   # GATEWAY
      (0800)(0400) (03000000)   # OIF
      (2400)(0c00) 0000000000000000000000000000000000000000000000000000000000000000   # CACHEINFO
      (0500)(1400) 00 000000   # PREF
      """;

  /** {@code ip route show table 7001}: the answer */
  private static final String LISTED_MULTIPATH =
      """
      (50000000)(1800)(2200)(01000000)(00000000)   # header
      02190000fc030001(00000000)   # rtmsg
      (0800)(0f00) (591b0000)   # TABLE
      (0800)(0100) cb007100   # DST
      (2400)(0900)   # MULTIPATH
        (1000)0000(03000000)   # hop
          (0800)(0500) c0000202   # GATEWAY
        (1000)0002(03000000)   # hop
          (0800)(0500) c0000203   # GATEWAY
      """;

  /** {@code ip -6 rule show}: the answer */
  private static final String LISTED_RULE =
      """
      (4c000000)(2000)(0200)(01000000)(00000000)   # header
      0a000000fc000001(00000000)   # fib_rule_hdr
      (0800)(0f00) (591b0000)   # TABLE
      (0800)(0e00) (ffffffff)   # SUPPRESS_PREFIXLEN
      (0500)(1500) fa 000000   # PROTOCOL
      (0800)(0600) (581b0000)   # PRIORITY
      (0800)(0a00) (00000001)   # FWMARK
      (0800)(1000) (000000ff)   # FWMASK
      """;

  /** {@code ip addr show}: the answer */
  private static final String LISTED_ADDRESS =
      """
      (50000000)(1400)(0200)(01000000)(00000000)   # header
      02188000(03000000)   # ifaddrmsg
      (0800)(0100) c0000201   # ADDRESS
      (0800)(0200) c0000201   # LOCAL
      (0900)(0300) 64756d3000 000000   # LABEL
      (0800)(0800) (80000000)   # FLAGS
      (1400)(0600) ffffffffffffffff45d5030045d50300   # CACHEINFO
      """;

  /** {@code ip link show}: the answer, without most of its attributes. */
  private static final String LISTED_LINK =
      """
      (4c000000)(1000)(0200)(01000000)(00000000)   # header
      0000(0100)(03000000)(43100100)(00000000)   # ifinfomsg
      (0900)(0300) 64756d3000 000000   # IFNAME
      (0800)(0400) (78050000)   # MTU
      (0500)(2100) 01 000000   # CARRIER
      (1000)(1200)   # LINKINFO
        (0900)(0100) 7665746800 000000   # KIND
      """;

  private static final Route VIA_GATEWAY =
      Route.unicast(prefix("203.0.113.0/24"), 7001, gateway(3, ip("192.0.2.2")))
          .withProtocol(250)
          .withMetric(50);
  private static final Route IPV6 =
      Route.unicast(prefix("2001:db8:1::/48"), 7001, gateway(3, ip("2001:db8::2")))
          .withProtocol(250);
  private static final Route UNREACHABLE =
      Route.unreachable(RoutePrefix.ALL_IPV4, 7001).withProtocol(250).withMetric(4278198272L);
  private static final Route MULTIPATH =
      new Route(
          prefix("203.0.113.0/25"),
          7001,
          RouteType.UNICAST,
          3,
          0,
          List.of(gateway(3, ip("192.0.2.2")), new RouteHop.Gateway(3, ip("192.0.2.3"), 3)));
  private static final Route VIA_IPV6 =
      Route.unicast(prefix("203.0.113.128/25"), 7001, gateway(3, ip("fe80::1"))).withProtocol(3);
  private static final RouteRule RULE =
      RouteRule.lookup(AddressFamily.IPV6, 7000, 0x1000000, 0xff000000, 7001, 250);

  private static InetAddress ip(String text) {
    return InetAddress.ofLiteral(text);
  }

  static Stream<ByteOrder> orders() {
    return Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void requestsAreTheCommands(ByteOrder order) {
    isWritten(REPLACE_ROUTE, order, out -> out.replace(VIA_GATEWAY));
    isWritten(REPLACE_IPV6, order, out -> out.replace(IPV6));
    isWritten(REPLACE_UNREACHABLE, order, out -> out.replace(UNREACHABLE));
    isWritten(REPLACE_MULTIPATH, order, out -> out.replace(MULTIPATH));
    isWritten(REPLACE_VIA_IPV6, order, out -> out.replace(VIA_IPV6));
    isWritten(ADD_RULE, order, out -> out.add(RULE));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void questionsAreTheCommands(ByteOrder order) {
    RouteFilter filter = RouteFilter.all().table(7001).protocol(250);
    asks(LIST_ROUTES, order, out -> out.listRoutes(AddressFamily.IPV4, filter));
    asks(LIST_RULES, order, out -> out.listRules(AddressFamily.IPV4));
    asks(ROUTE_TO, order, out -> out.routeTo(ip("203.0.113.1"), 0));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void requestsReadBack(ByteOrder order) {
    reads(REPLACE_ROUTE, order, RouteReader::route, VIA_GATEWAY);
    reads(REPLACE_IPV6, order, RouteReader::route, IPV6);
    reads(REPLACE_UNREACHABLE, order, RouteReader::route, UNREACHABLE);
    reads(REPLACE_MULTIPATH, order, RouteReader::route, MULTIPATH);
    reads(REPLACE_VIA_IPV6, order, RouteReader::route, VIA_IPV6);
    reads(ADD_RULE, order, RouteReader::rule, RULE);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void answersAreRead(ByteOrder order) {
    reads(LISTED_IPV6, order, RouteReader::listedRoute, IPV6.withMetric(1024));
    reads(LISTED_MULTIPATH, order, RouteReader::listedRoute, MULTIPATH);
    reads(LISTED_RULE, order, RouteReader::rule, RULE);
    reads(
        LISTED_ADDRESS,
        order,
        RouteReader::address,
        new RouteAddress(3, ip("192.0.2.1"), 24, 0, 0x80));
    reads(
        LISTED_LINK,
        order,
        RouteLinkReader::link,
        new RouteLink(3, "dum0", "veth", true, true, true, false, false, 1400));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void aPortLeavingItsBridgeIsNoLinkGone(ByteOrder order) {
    String left =
        LISTED_LINK.replace("(1000)(0200)", "(1100)(0000)").replace("0000(0100)", "0700(0100)");
    List<RouteEvent> events = new ArrayList<>();
    RouteReader.event(HexVector.message(left, order), events::add);
    assertThat(events).isEmpty();
  }

  private static void isWritten(String vector, ByteOrder order, Consumer<RouteWriter> request) {
    var written = new HexVector.Written(order);
    request.accept(new RouteWriter(written.writer()));
    written.writer().acknowledgeLast();
    assertThat(written.bytes()).isEqualTo(HexVector.bytes(vector, order));
  }

  private static void asks(String vector, ByteOrder order, Consumer<RouteWriter> request) {
    var written = new HexVector.Written(order);
    request.accept(new RouteWriter(written.writer()));
    assertThat(written.bytes()).isEqualTo(HexVector.bytes(vector, order));
  }

  private static <T> void reads(
      String vector, ByteOrder order, BiConsumer<NetlinkReader, Consumer<T>> codec, T expected) {
    List<T> read = new ArrayList<>();
    codec.accept(HexVector.message(vector, order), read::add);
    assertThat(read).containsExactly(expected);
  }
}
