package waymark.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static waymark.netlink.RoutePrefixTest.prefix;

import java.net.InetAddress;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages as {@code ipset} 7.17 and the kernel (6.18) write them, in both byte orders; requests
 * without the line numbers that the command adds, and sets of revision 0.
 */
class IpsetVectorTest {
  /** {@code ipset create h6 hash:ip family inet6 maxelem 1000} */
  private static final String CREATE =
      """
      (4c000000)(0206)(0506)(01000000)(00000000)   # header
      02000000   # nfgenmsg
      (0500)(0100) 07 000000   # PROTOCOL
      (0700)(0200) 683600 00   # SETNAME
      (0c00)(0300) 686173683a697000   # TYPENAME
      (0500)(0400) 00 000000   # REVISION
      (0500)(0500) 0a 000000   # FAMILY
      (0c00)(0780)   # DATA
        (0800)(1340) 000003e8   # MAXELEM
      """;

  /** {@code ipset add h4 203.0.113.0/24 timeout 60} */
  private static final String ADD =
      """
      (44000000)(0906)(0502)(01000000)(00000000)   # header
      02000000   # nfgenmsg
      (0500)(0100) 07 000000   # PROTOCOL
      (0700)(0200) 683400 00   # SETNAME
      (2000)(0780)   # DATA
        (0c00)(0180)   # IP
          (0800)(0140) cb007100   # IPV4
        (0500)(0300) 18 000000   # CIDR
        (0800)(0640) 0000003c   # TIMEOUT
      """;

  /** {@code ipset add h6 2001:db8::1} */
  private static final String ADD_IPV6 =
      """
      (40000000)(0906)(0502)(01000000)(00000000)   # header
      02000000   # nfgenmsg
      (0500)(0100) 07 000000   # PROTOCOL
      (0700)(0200) 683600 00   # SETNAME
      (1c00)(0780)   # DATA
        (1800)(0180)   # IP
          (1400)(0240) 20010db8000000000000000000000001   # IPV6
      """;

  /** {@code ipset test h4 203.0.113.5} */
  private static final String TEST =
      """
      (34000000)(0b06)(0500)(01000000)(00000000)   # header
      02000000   # nfgenmsg
      (0500)(0100) 07 000000   # PROTOCOL
      (0700)(0200) 683400 00   # SETNAME
      (1000)(0780)   # DATA
        (0c00)(0180)   # IP
          (0800)(0140) cb007105   # IPV4
      """;

  /** {@code ipset del h4 203.0.113.0/24} */
  private static final String DELETE =
      """
      (3c000000)(0a06)(0502)(01000000)(00000000)   # header
      02000000   # nfgenmsg
      (0500)(0100) 07 000000   # PROTOCOL
      (0700)(0200) 683400 00   # SETNAME
      (1800)(0780)   # DATA
        (0c00)(0180)   # IP
          (0800)(0140) cb007100   # IPV4
        (0500)(0300) 18 000000   # CIDR
      """;

  /** {@code ipset destroy h4} */
  private static final String DESTROY =
      """
      (24000000)(0306)(0502)(01000000)(00000000)   # header
      02000000   # nfgenmsg
      (0500)(0100) 07 000000   # PROTOCOL
      (0700)(0200) 683400 00   # SETNAME
      """;

  /** {@code ipset list h4} */
  private static final String LIST =
      """
      (24000000)(0706)(0103)(01000000)(00000000)   # header
      02000000   # nfgenmsg
      (0500)(0100) 07 000000   # PROTOCOL
      (0700)(0200) 683400 00   # SETNAME
      """;

  /** {@code ipset list -n} */
  private static final String LIST_NAMES =
      """
      (24000000)(0706)(0103)(01000000)(00000000)   # header
      02000000   # nfgenmsg
      (0500)(0100) 07 000000   # PROTOCOL
      (0800)(0640) 00000002   # FLAGS
      """;

  /** {@code ipset list h4}: the answer */
  private static final String LISTED =
      """
      (b4000000)(0706)(0200)(01000000)(00000000)   # header
      02000000   # nfgenmsg
      (0500)(0100) 07 000000   # PROTOCOL
      (0700)(0200) 683400 00   # SETNAME
      (0d00)(0300) 686173683a6e657400 000000   # TYPENAME
      (0500)(0500) 02 000000   # FAMILY
      (0500)(0400) 07 000000   # REVISION
      (0600)(0b40) 0000 0000   # INDEX
      (4400)(0780)   # DATA
        (0800)(1240) 00000400   # HASHSIZE
        (0800)(1340) 00010000   # MAXELEM
        (0500)(1500) 0c 000000   # BUCKETSIZE
        (0800)(1140) 303e784d   # INITVAL
        (0800)(1940) 00000000   # REFERENCES
        (0800)(1a40) 00000208   # MEMSIZE
        (0800)(1840) 00000001   # ELEMENTS
        (0800)(0640) 0000012c   # TIMEOUT
      (2400)(0880)   # ADT
        (2000)(0780)   # DATA
          (0c00)(0180)   # IP
            (0800)(0100) cb007100   # IPV4
          (0500)(0300) 19 000000   # CIDR
          (0800)(0640) 0000003b   # TIMEOUT
      """;

  /** {@code ipset list h6}: the answer */
  private static final String LISTED_IPV6 =
      """
      (a4000000)(0706)(0200)(01000000)(00000000)   # header
      02000000   # nfgenmsg
      (0500)(0100) 07 000000   # PROTOCOL
      (0700)(0200) 683600 00   # SETNAME
      (0c00)(0300) 686173683a697000   # TYPENAME
      (0500)(0500) 0a 000000   # FAMILY
      (0500)(0400) 06 000000   # REVISION
      (0600)(0b40) 0001 0000   # INDEX
      (3c00)(0780)   # DATA
        (0800)(1240) 00000400   # HASHSIZE
        (0800)(1340) 000003e8   # MAXELEM
        (0500)(1500) 0c 000000   # BUCKETSIZE
        (0800)(1140) 26734f38   # INITVAL
        (0800)(1940) 00000000   # REFERENCES
        (0800)(1a40) 00000120   # MEMSIZE
        (0800)(1840) 00000001   # ELEMENTS
      (2000)(0880)   # ADT
        (1c00)(0780)   # DATA
          (1800)(0180)   # IP
            (1400)(0200) 20010db8000000000000000000000001   # IPV6
      """;

  private static final IpsetEntry NETWORK = new IpsetEntry(prefix("203.0.113.0/24"), 60);
  private static final IpsetEntry ADDRESS6 = IpsetEntry.of(InetAddress.ofLiteral("2001:db8::1"));

  static Stream<ByteOrder> orders() {
    return Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void requestsAreTheCommands(ByteOrder order) {
    int exclusive = NetlinkMessage.EXCLUSIVE;
    IpsetDefinition set = IpsetDefinition.of("h6", IpsetType.HASH_IP, AddressFamily.IPV6);
    isWritten(CREATE, order, out -> IpsetCodec.create(out, set.withMaxElements(1000)));
    isWritten(ADD, order, out -> IpsetCodec.entry(out, 0x609, exclusive, "h4", NETWORK));
    isWritten(ADD_IPV6, order, out -> IpsetCodec.entry(out, 0x609, exclusive, "h6", ADDRESS6));
    isWritten(
        DELETE,
        order,
        out -> IpsetCodec.entry(out, 0x60a, exclusive, "h4", IpsetEntry.of(NETWORK.network())));
    isWritten(
        TEST,
        order,
        out ->
            IpsetCodec.entry(
                out, 0x60b, 0, "h4", IpsetEntry.of(InetAddress.ofLiteral("203.0.113.5"))));
    isWritten(
        DESTROY, order, out -> IpsetCodec.set(out, IpsetCodec.IPSET_CMD_DESTROY, exclusive, "h4"));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void questionsAreTheCommands(ByteOrder order) {
    var list = new HexVector.Written(order);
    IpsetCodec.set(list.writer(), IpsetCodec.IPSET_CMD_LIST, NetlinkMessage.DUMP, "h4");
    assertThat(list.bytes()).isEqualTo(HexVector.bytes(LIST, order));
    var names = new HexVector.Written(order);
    IpsetCodec.listNames(names.writer());
    assertThat(names.bytes()).isEqualTo(HexVector.bytes(LIST_NAMES, order));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void answersAreRead(ByteOrder order) {
    var listing = new IpsetCodec.Listing();
    listing.message(HexVector.message(LISTED, order));
    listing.message(HexVector.message(LISTED_IPV6, order));
    assertThat(listing.sets())
        .containsExactly(
            new IpsetContent(
                IpsetDefinition.of("h4", IpsetType.HASH_NET, AddressFamily.IPV4).withTimeout(300),
                0,
                520,
                List.of(new IpsetEntry(prefix("203.0.113.0/25"), 59))),
            new IpsetContent(
                IpsetDefinition.of("h6", IpsetType.HASH_IP, AddressFamily.IPV6)
                    .withMaxElements(1000),
                0,
                288,
                List.of(ADDRESS6)));
    assertThat(IpsetCodec.name(HexVector.message(LISTED, order))).isEqualTo("h4");
  }

  private static void isWritten(String vector, ByteOrder order, Consumer<NetlinkWriter> request) {
    var written = new HexVector.Written(order);
    request.accept(written.writer());
    written.writer().acknowledgeLast();
    assertThat(written.bytes()).isEqualTo(HexVector.bytes(vector, order));
  }
}
