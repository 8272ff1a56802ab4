package waymark.netlink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static waymark.netlink.NftablesCommand.nft;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import waymark.linux.Errno;
import waymark.linux.Poller;

/** Packets over {@code lo}, between two sockets of this test. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class PacketKernelTest {
  private DatagramSocket sender;
  private DatagramSocket receiver;

  @BeforeEach
  void open() throws IOException {
    sender = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
    receiver = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
    receiver.setSoTimeout(20_000);
  }

  @AfterEach
  void close() {
    nft("flush ruleset");
    sender.close();
    receiver.close();
  }

  private void send(String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    sender.send(new DatagramPacket(bytes, bytes.length, receiver.getLocalSocketAddress()));
  }

  private String received() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    try {
      receiver.receive(packet);
    } catch (SocketTimeoutException e) {
      return "nothing";
    }
    return new String(packet.getData(), 0, packet.getLength(), UTF_8);
  }

  private static String chain(int port, String statement) {
    return """
    table inet t {
      chain out {
        type filter hook output priority 0;
        udp dport %d %s
      }
      chain held { }
    }
    """
        .formatted(port, statement);
  }

  private static PacketLogOptions log(int group) {
    return new PacketLogOptions(group, 2048, 8 << 20);
  }

  /** The text of the UDP packet. */
  private static String text(Packet packet) {
    return new String(packet.bytes(), packet.offset() + 28, packet.length() - 28, UTF_8);
  }

  @Test
  void loggedPacketsComeAtOnceAndPass() throws IOException {
    nft(chain(receiver.getLocalPort(), "log group 5"));
    try (PacketLog log = PacketLog.open(log(5))) {
      List<String> seen = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        send("packet " + i);
        assertThat(received()).isEqualTo("packet " + i);
        assertThat(log.receive()).isTrue();
        assertThat(log.isFull()).isFalse();
        assertThat(log.next()).isTrue();
        Packet packet = log.packet();
        seen.add(text(packet));
        assertThat(log.next()).isFalse();
      }
      assertThat(seen).containsExactly("packet 0", "packet 1", "packet 2");
      assertThat(log.receive()).isFalse();
      assertThat(log.next()).isFalse();
      assertThat(log.lost()).isZero();
    }
  }

  @Test
  void packetsThatWereNotLookedAtAreForgottenWithTheNextReception() throws IOException {
    nft(chain(receiver.getLocalPort(), "log group 5"));
    try (PacketLog log = PacketLog.open(log(5))) {
      send("first");
      send("second");
      assertThat(log.receive()).isTrue();
      assertThat(log.next()).isTrue();
      send("third");
      assertThat(log.receive()).isTrue();
      assertThat(log.next()).isTrue();
      assertThat(text(log.packet())).isEqualTo("third");
      assertThat(log.next()).isFalse();
    }
  }

  @Test
  void afterAFullReceptionMoreMayWait() throws IOException {
    nft(chain(receiver.getLocalPort(), "log group 5"));
    try (PacketLog log = PacketLog.open(log(5))) {
      for (int i = 0; i < 70; i++) {
        send("packet " + i);
      }
      assertThat(log.receive()).isTrue();
      assertThat(log.isFull()).isTrue();
      assertThat(rest(log)).isEqualTo(64);
      assertThat(log.receive()).isTrue();
      assertThat(log.isFull()).isFalse();
      assertThat(rest(log)).isEqualTo(6);
    }
  }

  @Test
  void lostPacketsOfALogAreCounted() throws IOException {
    nft(chain(receiver.getLocalPort(), "log group 5"));
    try (PacketLog log = PacketLog.open(new PacketLogOptions(5, 2048, 8192))) {
      int sent = 500;
      for (int i = 0; i < sent; i++) {
        send("x".repeat(1000));
      }
      int came = receiveAll(log);
      assertThat(came).isPositive().isLessThan(sent);
      send("the last");
      came += receiveAll(log);
      assertThat(came + log.lost()).isEqualTo(sent + 1);
    }
  }

  private static int receiveAll(PacketLog log) {
    int all = 0;
    while (log.receive()) {
      all += rest(log);
    }
    return all;
  }

  /** How many packets of the last reception are still to come. */
  private static int rest(PacketLog log) {
    int packets = 0;
    while (log.next()) {
      packets++;
    }
    return packets;
  }

  @Test
  void secondReaderOfALogGroupIsRefused() {
    try (PacketLog log = PacketLog.open(log(6))) {
      assertThat(log.descriptor().isOpen()).isTrue();
      assertThatThrownBy(() -> PacketLog.open(log(6)))
          .isInstanceOfSatisfying(
              NetlinkException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY));
    }
  }

  private void queueRule(int number) {
    nft(chain(receiver.getLocalPort(), "goto held"));
    boolean done = false;
    try (Nftables nftables = Nftables.open()) {
      for (NftablesQueueRule.Form form : NftablesQueueRule.Form.values()) {
        NftablesQueueRule rule = new NftablesQueueRule(number, true, form);
        done =
            done
                || nftables
                    .batch()
                    .addQueueRule(NftablesFamily.INET, "t", "held", rule)
                    .commit()
                    .isEmpty();
      }
    }
    assumeTrue(done, "this kernel has neither form of a queue rule");
  }

  @Test
  void queuedPacketsWaitForTheirVerdict() throws IOException {
    queueRule(7);
    send("nobody reads the queue");
    assertThat(received()).isEqualTo("nobody reads the queue");
    try (PacketQueue queue =
        PacketQueue.open(new PacketQueueOptions(7, 4096, 4096, true, 8 << 20))) {
      send("accepted");
      send("dropped");
      send("first of a batch");
      send("second of a batch");
      assertThat(Poller.of(queue.descriptor()).await(10_000)).isTrue();
      List<Integer> ids = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      while (ids.size() < 4) {
        queue.receive();
        while (queue.next()) {
          Packet packet = queue.packet();
          ids.add(packet.id());
          texts.add(text(packet));
        }
      }
      assertThat(texts)
          .containsExactly("accepted", "dropped", "first of a batch", "second of a batch");
      assertThat(PacketQueueCounters.read(7))
          .hasValueSatisfying(counters -> assertThat(counters.waiting()).isEqualTo(4));
      receiver.setSoTimeout(1_000);
      assertThat(received()).isEqualTo("nothing");
      receiver.setSoTimeout(20_000);
      queue.accept(ids.get(0));
      assertThat(received()).isEqualTo("accepted");
      queue.drop(ids.get(1));
      queue.acceptUpTo(ids.get(3));
      assertThat(received()).isEqualTo("first of a batch");
      assertThat(received()).isEqualTo("second of a batch");
      queue.accept(ids.get(0));
      // The refused verdict, of a packet that has one already, is no packet and no fault.
      assertThat(queue.receive()).isTrue();
      assertThat(queue.next()).isFalse();
    }
    assertThat(PacketQueueCounters.read(7)).isEmpty();
    send("nobody reads it any more");
    assertThat(received()).isEqualTo("nobody reads it any more");
  }

  @Test
  void fullQueueLetsPacketsPass() throws IOException {
    queueRule(8);
    PacketQueueOptions options = new PacketQueueOptions(8, 100, 2, true, 1 << 20);
    try (PacketQueue queue = PacketQueue.open(options)) {
      for (int i = 0; i < 5; i++) {
        send(i + "x".repeat(500));
      }
      assertThat(received()).startsWith("2");
      assertThat(received()).startsWith("3");
      assertThat(received()).startsWith("4");
      assertThat(queue.receive()).isTrue();
      for (int cut = 0; cut < 2; cut++) {
        assertThat(queue.next()).isTrue();
        assertThat(queue.packet().length()).isEqualTo(100);
        queue.accept(queue.packet().id());
      }
      assertThat(queue.next()).isFalse();
      assertThat(received()).startsWith("0").hasSize(501);
      assertThatThrownBy(() -> PacketQueue.open(options))
          .isInstanceOfSatisfying(
              NetlinkException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY));
    }
  }
}
