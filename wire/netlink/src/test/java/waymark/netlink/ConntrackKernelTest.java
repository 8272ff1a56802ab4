package waymark.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Against the kernel, with {@code conntrack} of conntrack-tools as oracle. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class ConntrackKernelTest {
  private final Conntrack conntrack = Conntrack.open();

  /** A rule about connections makes the kernel track them in this namespace. */
  @BeforeAll
  static void trackingIsOn() {
    ShellCommand.run(
        """
        nft add table inet tracked
        nft 'add chain inet tracked out { type filter hook output priority 0; }'
        nft add rule inet tracked out ct state established accept
        """);
  }

  @BeforeEach
  void fiveFlows() {
    flow("tcp", "192.0.2.1", "198.51.100.1", 443, 0x1000000, "--state ESTABLISHED");
    flow("udp", "192.0.2.1", "198.51.100.1", 53, 0x2000000, "");
    flow("udp", "192.0.2.1", "198.51.100.2", 53, 0x1000000, "");
    flow("udp", "2001:db8::1", "2001:db8::2", 53, 0x1000000, "");
    flow("udp", "2001:db8::1", "2001:db8::3", 53, 0x2000000, "");
  }

  @AfterEach
  void noFlows() {
    ShellCommand.run("conntrack -F 2>/dev/null");
    conntrack.close();
  }

  private static void flow(
      String protocol, String from, String to, int port, int mark, String more) {
    ShellCommand.run(
        "conntrack -I -p %s -s %s -d %s --sport 1234 --dport %d -t 100 --mark %d %s 2>/dev/null"
            .formatted(protocol, from, to, port, mark, more));
  }

  private static InetAddress ip(String text) {
    return InetAddress.ofLiteral(text);
  }

  /** Flows as the command prints them, so far as both tell the same. */
  private List<String> seen(ConntrackFilter filter) {
    List<String> seen = new ArrayList<>();
    conntrack.visit(
        filter,
        flow ->
            seen.add(
                "%s src=%s dst=%s sport=%d dport=%d mark=%d"
                    .formatted(
                        flow.protocol() == 6 ? "tcp" : "udp",
                        flow.source().getHostAddress(),
                        flow.destination().getHostAddress(),
                        flow.sourcePort(),
                        flow.destinationPort(),
                        flow.mark())));
    seen.sort(null);
    return seen;
  }

  private static List<String> shown(String arguments) {
    return ShellCommand.run(
            "for family in ipv4 ipv6; do conntrack -L -f $family "
                + arguments
                + " 2>/dev/null; done")
        .lines()
        .map(
            line ->
                line.replaceFirst(
                        "^(\\w+) +\\d+ +\\d+ +(?:ESTABLISHED +)?(src=\\S+ dst=\\S+ sport=\\d+"
                            + " dport=\\d+) .*(mark=\\d+).*",
                        "$1 $2 $3")
                    .replace("2001:db8::", "2001:db8:0:0:0:0:0:"))
        .sorted()
        .toList();
  }

  @Test
  void flowsAreThoseOfTheCommand() {
    assertThat(seen(ConntrackFilter.all())).hasSize(5).isEqualTo(shown(""));
    assertThat(seen(ConntrackFilter.all().mark(0x1000000, 0xff000000)))
        .hasSize(3)
        .isEqualTo(shown("--mark 0x1000000/0xff000000"));
  }

  /** Makes flows to 203.0.113.1, one for each port from 1 on. */
  private static void flows(int count) {
    StringBuilder script = new StringBuilder();
    for (int port = 1; port <= count; port++) {
      script.append(
          "-A -p udp -s 192.0.2.1 -d 203.0.113.1 --sport 1 --dport %d -t 100\n".formatted(port));
    }
    ShellCommand.run(
        "conntrack -R - >/dev/null 2>&1 <<'END' || true\n" + script.toString() + "END\n");
  }

  @Test
  void aVisitorThatThrowsSpoilsNoLaterWalk() {
    // More than the kernel has ready to be received when the visitor sees the first.
    flows(1_000);
    assertThatThrownBy(
            () ->
                conntrack.visit(
                    ConntrackFilter.all(),
                    flow -> {
                      throw new IllegalStateException("a bug");
                    }))
        .hasMessage("a bug");
    assertThat(seen(ConntrackFilter.all())).hasSize(1_005);
  }

  private void visitTo(String destination, ConntrackVisitor visitor) {
    conntrack.visit(
        ConntrackFilter.all(),
        flow -> {
          if (flow.destination().equals(ip(destination))) {
            visitor.visit(flow);
          }
        });
  }

  private List<ConntrackKey> keysTo(String destination) {
    List<ConntrackKey> keys = new ArrayList<>();
    visitTo(destination, flow -> keys.add(flow.key()));
    return keys;
  }

  @Test
  void oneFlowIsDeletedOnce() {
    List<ConntrackKey> keys = keysTo("2001:db8::3");
    assertThat(keys).hasSize(1);
    assertThat(conntrack.delete(keys)).isEqualTo(1);
    assertThat(conntrack.delete(keys)).isZero();
    assertThat(shown("")).hasSize(4).noneMatch(flow -> flow.contains("0:3 "));
  }

  /** {@code conntrack -D -p udp -s 192.0.2.1 -d 198.51.100.2 --sport 1234 --dport 53} */
  private static final String TUPLE =
      """
      (1400)(0180)   # IP
        (0800)(0100) c0000201   # V4_SRC
        (0800)(0200) c6336402   # V4_DST
      (1c00)(0280)   # PROTO
        (0500)(0100) 11 000000   # NUM
        (0600)(0200) 04d2 0000   # SRC_PORT
        (0600)(0300) 0035 0000   # DST_PORT
      """;

  @Test
  void anotherFlowBetweenTheSameEndsIsSpared() {
    List<Integer> ids = new ArrayList<>();
    visitTo("198.51.100.2", flow -> ids.add(flow.id()));
    byte[] tuple = HexVector.bytes(TUPLE, ByteOrder.nativeOrder());
    byte[] id = ByteBuffer.allocate(4).putInt(ids.getFirst()).array();
    byte[] other = ByteBuffer.allocate(4).putInt(ids.getFirst() + 1).array();
    assertThat(conntrack.delete(List.of(new ConntrackKey(2, tuple, other, 0)))).isZero();
    assertThat(conntrack.delete(List.of(new ConntrackKey(2, tuple, id, 0)))).isEqualTo(1);
  }

  @Test
  void hundredsAreDeletedInSeveralRequests() {
    flows(250);
    List<ConntrackKey> keys = keysTo("203.0.113.1");
    assertThat(keys).hasSize(250);
    assertThat(conntrack.delete(keys)).isEqualTo(250);
    assertThat(conntrack.delete(keys)).isZero();
    assertThat(shown("")).hasSize(5);
  }

  @Test
  void eventsTellWhatTheCommandEnded() {
    List<String> heard = new ArrayList<>();
    var listener =
        new ConntrackListener() {
          @Override
          public void began(ConntrackFlow flow) {}

          @Override
          public void ended(ConntrackFlow flow) {
            heard.add("ended " + flow.destination().getHostAddress() + " " + flow.mark());
          }

          @Override
          public void lost() {
            heard.add("lost");
          }
        };
    try (ConntrackEvents events = ConntrackEvents.open()) {
      assertThat(events.receive(listener)).isFalse();
      flow("udp", "192.0.2.1", "203.0.113.5", 53, 1, "");
      ShellCommand.run(
          "conntrack -U -p udp -d 203.0.113.5 --mark 5 2>/dev/null;"
              + " conntrack -D -d 203.0.113.5 2>/dev/null");
      assertThat(events.receive(listener)).isTrue();
    }
    assertThat(heard).containsExactly("ended 203.0.113.5 5");
  }

  @Test
  void someLabelsAreClearedAndOthersStay() throws IOException {
    ShellCommand.run(
        """
        nft add rule inet tracked out udp dport 4242 ct label set 3
        nft add rule inet tracked out udp dport 4242 ct label set 64
        """);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getLoopbackAddress(), 4242));
    }
    assertThat(labels(0)).isEqualTo(0x08);
    assertThat(labels(64)).isEqualTo(0x01);
    assertThat(conntrack.clear(new ConntrackLabels(64, 16))).isEqualTo(1);
    assertThat(labels(0)).isEqualTo(0x08);
    assertThat(labels(64)).isZero();
    assertThat(conntrack.clear(new ConntrackLabels(64, 16))).isZero();
  }

  private int labels(int first) {
    List<Integer> found = new ArrayList<>();
    conntrack.visit(
        ConntrackFilter.all(),
        flow -> {
          if (flow.destinationPort() == 4242) {
            found.add(flow.label(first));
          }
        });
    return found.getFirst();
  }
}
