package waymark.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages as {@code conntrack} 1.4.7 and the kernel (6.18) write them, in both byte orders. */
class ConntrackVectorTest {
  /** {@code conntrack -L -m 1/0xff} */
  private static final String LIST_BY_MARK =
      """
      (24000000)(0101)(0103)(01000000)(00000000)   # header
      00000000   # nfgenmsg
      (0800)(0800) 00000001   # MARK
      (0800)(1500) 000000ff   # MARK_MASK
      """;

  /** {@code conntrack -L -d 198.51.100.1}: the answer, after {@code ct label set 64|65|74} */
  private static final String LISTED_TCP =
      """
      (3c010000)(0001)(2200)(01000000)(00000000)   # header
      02000000   # nfgenmsg
      (3400)(0180)   # TUPLE_ORIG
        (1400)(0180)   # IP
          (0800)(0100) c0000201   # V4_SRC
          (0800)(0200) c6336401   # V4_DST
        (1c00)(0280)   # PROTO
          (0500)(0100) 06 000000   # NUM
          (0600)(0200) 04d2 0000   # SRC_PORT
          (0600)(0300) 01bb 0000   # DST_PORT
      (3400)(0280)   # TUPLE_REPLY
        (1400)(0180)   # IP
          (0800)(0100) c6336401   # V4_SRC
          (0800)(0200) c0000201   # V4_DST
        (1c00)(0280)   # PROTO
          (0500)(0100) 06 000000   # NUM
          (0600)(0200) 01bb 0000   # SRC_PORT
          (0600)(0300) 04d2 0000   # DST_PORT
      (0800)(0300) 0000000a   # STATUS
      (0800)(0800) 00000002   # MARK
      (1400)(1600) (0000000000000000)(0304000000000000)   # LABELS
      (0800)(0c00) 772aeefc   # ID
      (0800)(0b00) 00000001   # USE
      (0800)(0700) 00000063   # TIMEOUT
      (3000)(0480)   # PROTOINFO
        (2c00)(0180)   # TCP
          (0500)(0100) 03 000000   # STATE
          (0500)(0200) 00 000000   # WSCALE_ORIG
          (0500)(0300) 00 000000   # WSCALE_REPLY
          (0600)(0400) 0a00 0000   # FLAGS_ORIG
          (0600)(0500) 0a00 0000   # FLAGS_REPLY
      (1c00)(0980)   # COUNTERS_ORIG
        (0c00)(0100) 0000000000000000   # PACKETS
        (0c00)(0200) 0000000000000000   # BYTES
      (1c00)(0a80)   # COUNTERS_REPLY
        (0c00)(0100) 0000000000000000   # PACKETS
        (0c00)(0200) 0000000000000000   # BYTES
      (1c00)(1880)   # SYNPROXY
        (0800)(0100) 00000000   # ISN
        (0800)(0200) 00000000   # ITS
        (0800)(0300) 00000000   # TSOFF
      """;

  /** {@code conntrack -L -f ipv6}: the answer */
  private static final String LISTED_IPV6 =
      """
      (28010000)(0001)(2200)(01000000)(00000000)   # header
      0a000000   # nfgenmsg
      (4c00)(0180)   # TUPLE_ORIG
        (2c00)(0180)   # IP
          (1400)(0300) 20010db8000000000000000000000001   # V6_SRC
          (1400)(0400) 20010db8000000000000000000000002   # V6_DST
        (1c00)(0280)   # PROTO
          (0500)(0100) 11 000000   # NUM
          (0600)(0200) 04d2 0000   # SRC_PORT
          (0600)(0300) 0035 0000   # DST_PORT
      (4c00)(0280)   # TUPLE_REPLY
        (2c00)(0180)   # IP
          (1400)(0300) 20010db8000000000000000000000002   # V6_SRC
          (1400)(0400) 20010db8000000000000000000000001   # V6_DST
        (1c00)(0280)   # PROTO
          (0500)(0100) 11 000000   # NUM
          (0600)(0200) 0035 0000   # SRC_PORT
          (0600)(0300) 04d2 0000   # DST_PORT
      (0800)(0300) 00000008   # STATUS
      (0800)(0800) 00000001   # MARK
      (0800)(0c00) b8c28788   # ID
      (0800)(0b00) 00000001   # USE
      (0800)(0700) 00000063   # TIMEOUT
      (1c00)(0980)   # COUNTERS_ORIG
        (0c00)(0100) 0000000000000000   # PACKETS
        (0c00)(0200) 0000000000000000   # BYTES
      (1c00)(0a80)   # COUNTERS_REPLY
        (0c00)(0100) 0000000000000000   # PACKETS
        (0c00)(0200) 0000000000000000   # BYTES
      (1c00)(1880)   # SYNPROXY
        (0800)(0100) 00000000   # ISN
        (0800)(0200) 00000000   # ITS
        (0800)(0300) 00000000   # TSOFF
      """;

  /** {@code conntrack -D -d 198.51.100.1}: what names the flow, without its other attributes. */
  private static final String DELETE =
      """
      (50000000)(0201)(0500)(01000000)(00000000)   # header
      02000000   # nfgenmsg
      (3400)(0180)   # TUPLE_ORIG
        (1400)(0180)   # IP
          (0800)(0100) c0000201   # V4_SRC
          (0800)(0200) c6336401   # V4_DST
        (1c00)(0280)   # PROTO
          (0500)(0100) 06 000000   # NUM
          (0600)(0200) 04d2 0000   # SRC_PORT
          (0600)(0300) 01bb 0000   # DST_PORT
      (0800)(0c00) 772aeefc   # ID
      """;

  static Stream<ByteOrder> orders() {
    return Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void questionsAreTheCommands(ByteOrder order) {
    var byMark = new HexVector.Written(order);
    ConntrackFilter.all()
        .mark(1, 0xff)
        .write(byMark.writer(), Conntrack.IPCTNL_MSG_CT_GET, NetlinkMessage.DUMP);
    assertThat(byMark.bytes()).isEqualTo(HexVector.bytes(LIST_BY_MARK, order));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void deletionNamesTheFlowAsTheKernelDid(ByteOrder order) {
    var flow = new ConntrackFlow();
    assertThat(flow.read(HexVector.message(LISTED_TCP, order))).isTrue();
    var written = new HexVector.Written(order);
    flow.key().writeDeletion(written.writer());
    written.writer().acknowledgeLast();
    assertThat(written.bytes()).isEqualTo(HexVector.bytes(DELETE, order));
    assertThat(written.bytes().length).isLessThanOrEqualTo(flow.key().deletionBytes());
  }

  @Test
  void keysAreEqualForTheSameFlowOnly() {
    var flow = new ConntrackFlow();
    assertThat(flow.read(HexVector.message(LISTED_TCP, ByteOrder.LITTLE_ENDIAN))).isTrue();
    ConntrackKey key = flow.key();
    assertThat(flow.key()).isEqualTo(key).hasSameHashCodeAs(key);
    assertThat(flow.read(HexVector.message(LISTED_IPV6, ByteOrder.LITTLE_ENDIAN))).isTrue();
    assertThat(flow.key()).isNotEqualTo(key);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void flowsAreRead(ByteOrder order) {
    var flow = new ConntrackFlow();
    assertThat(flow.read(HexVector.message(LISTED_TCP, order))).isTrue();
    assertThat(flow.family()).isEqualTo(AddressFamily.IPV4);
    assertThat(flow.protocol()).isEqualTo(6);
    assertThat(flow.source()).isEqualTo(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(flow.destination()).isEqualTo(InetAddress.ofLiteral("198.51.100.1"));
    assertThat(flow.sourcePort()).isEqualTo(1234);
    assertThat(flow.destinationPort()).isEqualTo(443);
    assertThat(flow.mark()).isEqualTo(2);
    assertThat(flow.label(64)).isEqualTo(3);
    assertThat(flow.label(72)).isEqualTo(4);
    assertThat(flow.label(0)).isZero();
    assertThat(flow.isAnswered()).isTrue();
    assertThat(flow.answeringPort()).isEqualTo(443);
    assertThat(flow.isClosed()).isFalse();
    assertThat(flow.id()).isEqualTo(0x772aeefc);
    assertThat(flow.originalPackets()).isZero();
    assertThat(flow.replyBytes()).isZero();
    byte[] bytes = new byte[16];
    assertThat(flow.copyDestination(bytes, 0)).isEqualTo(4);
    assertThat(bytes).startsWith(198, 51, 100, 1);
    assertThat(flow.copyAnswering(bytes, 0)).isEqualTo(4);
    assertThat(bytes).startsWith(198, 51, 100, 1);

    assertThat(flow.read(HexVector.message(LISTED_IPV6, order))).isTrue();
    assertThat(flow.family()).isEqualTo(AddressFamily.IPV6);
    assertThat(flow.protocol()).isEqualTo(17);
    assertThat(flow.destination()).isEqualTo(InetAddress.ofLiteral("2001:db8::2"));
    assertThat(flow.destinationPort()).isEqualTo(53);
    assertThat(flow.copySource(bytes, 0)).isEqualTo(16);
    assertThat(flow.label(64)).isZero();
    assertThat(flow.isAnswered()).isFalse();
    assertThat(flow.isClosed()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("orders")
  void closedConnectionsAreToldApart(ByteOrder order) {
    for (int state = 0; state <= 9; state++) {
      var flow = new ConntrackFlow();
      String listed = LISTED_TCP.replace("03 000000   # STATE", "0" + state + " 000000   # STATE");
      flow.read(HexVector.message(listed, order));
      // TIME_WAIT and CLOSE
      assertThat(flow.isClosed()).isEqualTo(state == 7 || state == 8);
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void filtersFitWhatTheyName(ByteOrder order) {
    var flow = new ConntrackFlow();
    flow.read(HexVector.message(LISTED_TCP, order));
    ConntrackFilter all = ConntrackFilter.all();
    assertThat(all.accepts(flow)).isTrue();
    assertThat(all.mark(2, 0xff).accepts(flow)).isTrue();
    assertThat(all.mark(1, 0xff).accepts(flow)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("orders")
  void beginningsAndEndsAreTold(ByteOrder order) {
    List<String> heard = new ArrayList<>();
    var listener =
        new ConntrackListener() {
          @Override
          public void began(ConntrackFlow flow) {
            heard.add("began " + flow.label(64));
          }

          @Override
          public void ended(ConntrackFlow flow) {
            heard.add("ended " + flow.id());
          }

          @Override
          public void lost() {
            heard.add("lost");
          }
        };
    var flow = new ConntrackFlow();
    // New, deleted, and a message of another subsystem.
    for (String header : List.of("(0001)(0006)", "(0201)(0000)", "(0205)(0000)")) {
      String event = LISTED_TCP.replace("(0001)(2200)", header);
      ConntrackEvents.event(HexVector.message(event, order), flow, listener);
    }
    assertThat(heard).containsExactly("began 3", "ended " + 0x772aeefc);
  }
}
