package waymark.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** How soon new connections leave by the next link of their rule when the first is gone. */
final class Failover implements Measurement {
  private static final int CHECK_PORT = 7007;
  private static final int EVERY_MILLIS = 500;
  private static final int DOWN_AFTER = 3;
  private static final int UP_AFTER = 2;
  private static final InetAddress SITE = Addresses.ipv4(0xc612_0001); // 198.18.0.1
  private static final long GIVE_UP_NANOS = 30_000_000_000L;

  private static final String RULES =
      """
      rules: [ { name: sites, to: [up2, direct], networks: [198.18.0.0/16] } ]
      learn: { dns: off }
      """;

  private static final String UNCHECKED =
      "links: { up2: { interface: up2, gateway: 10.2.0.1 } }\n" + RULES;

  private static final String CHECKED =
      """
      links:
        up2:
          interface: up2
          gateway: 10.2.0.1
          check: { tcp: "10.2.0.1:%d", every: %dms, timeout: 300ms, down-after: %d, up-after: %d }
      """
              .formatted(CHECK_PORT, EVERY_MILLIS, DOWN_AFTER, UP_AFTER)
          + RULES;

  private static final String SILENCE =
      "nft 'add table inet silent; add chain inet silent arrived"
          + " { type filter hook prerouting priority -500; policy drop; }'";

  @Override
  public Report measure(Effort effort) throws IOException, InterruptedException {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "what happens",
            "until the next link is used: median, ms",
            "worst",
            "until the link is used again: median, ms",
            "worst",
            "rounds"));
    int rounds = effort.times(10, 2);
    rows.add(
        row(
            UNCHECKED,
            "the interface goes down",
            Network::router,
            "ip link set up2 down",
            "ip link set up2 up",
            rounds));
    rows.add(
        row(
            UNCHECKED,
            "the cable is unplugged (no carrier)",
            Network::second,
            "ip link set eth0 down",
            "ip link set eth0 up",
            rounds));
    rows.add(
        row(
            CHECKED,
            "the link is silent; checked every %d ms, down after %d, up after %d"
                .formatted(EVERY_MILLIS, DOWN_AFTER, UP_AFTER),
            Network::second,
            SILENCE,
            "nft delete table inet silent",
            effort.times(10, 1)));
    return new Report(
        """
        A rule's `to` is a list of two links. A client opens a new connection every millisecond. The first time is from
        the start of the command that takes the first link away until the kernel of the other uplink counts a
        connection. Then the link comes back; the second time is until the first uplink counts a connection again.
        """,
        List.of(new Report.Table("New connections", rows)));
  }

  private interface Place {
    Namespace of(Network network);
  }

  private static List<String> row(
      String configuration, String title, Place place, String away, String back, int rounds)
      throws IOException, InterruptedException {
    Samples gone = new Samples();
    Samples returned = new Samples();
    try (Network network = Network.of("failover");
        ServerSocket far = network.second().call(() -> new ServerSocket(CHECK_PORT));
        EngineProcess _ = EngineProcess.configured(network.router(), configuration);
        Shell shell = place.of(network).call(Shell::open)) {
      Thread.ofPlatform().daemon().start(() -> accept(far));
      network
          .client()
          .call(
              () -> {
                until(network, false);
                for (int i = 0; i < rounds; i++) {
                  long begin = System.nanoTime();
                  shell.time(away);
                  until(network, true);
                  gone.add(System.nanoTime() - begin);
                  Thread.sleep(500);
                  begin = System.nanoTime();
                  shell.time(back);
                  until(network, false);
                  returned.add(System.nanoTime() - begin);
                  Thread.sleep(500);
                }
                return rounds;
              });
    }
    return List.of(
        title,
        Samples.millis(gone.median()),
        Samples.millis(gone.percentile(100)),
        Samples.millis(returned.median()),
        Samples.millis(returned.percentile(100)),
        String.valueOf(rounds));
  }

  /** Begins connections until one is counted by that uplink. */
  private static void until(Network network, boolean first) throws InterruptedException {
    long before = count(network, first);
    long giveUp = System.nanoTime() + GIVE_UP_NANOS;
    while (count(network, first) == before) {
      if (System.nanoTime() > giveUp) {
        throw new BenchException("no connection came by the " + (first ? "first" : "second"));
      }
      try (DatagramSocket socket = new DatagramSocket()) {
        byte[] data = new byte[FirstPackets.FIRST];
        socket.send(new DatagramPacket(data, data.length, SITE, FirstPackets.PORT));
      } catch (IOException _) {
        // Refused: for a moment there may be no link.
      }
      Thread.sleep(1);
    }
  }

  private static long count(Network network, boolean first) {
    FirstPackets packets = network.packets();
    return first ? packets.wrong() : packets.right();
  }

  /** What a check needs. */
  private static void accept(ServerSocket socket) {
    try {
      while (true) {
        socket.accept().close();
      }
    } catch (SocketException _) {
      // closed: the end
    } catch (IOException e) {
      throw new BenchException("the check's server failed", e);
    }
  }
}
