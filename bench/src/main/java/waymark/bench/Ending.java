package waymark.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** How soon the connections to many addresses are ended, and whether answers wait for it. */
final class Ending implements Measurement {
  private static final int FLOWS = 4;
  private static final int FIRST_PORT = 20_000;
  private static final int OTHERS = 0xc612_0100; // 198.18.1.0
  private static final int REPLAY_RATE = 1_000;
  private static final long POLL_NANOS = 5_000_000;
  private static final long GIVE_UP_NANOS = 20_000_000_000L;

  /** Nobody answers the connections, and they are to last. */
  private static final String LONG_FLOWS = "net.netfilter.nf_conntrack_udp_timeout=3600";

  @Override
  public Report measure(Effort effort) throws IOException, InterruptedException {
    int sites = effort.times(1_000, 100);
    int others = effort.times(24_000, 1_000);
    int rounds = effort.times(10, 2);
    Samples times = new Samples();
    Samples quiet = new Samples();
    Samples meanwhile = new Samples();
    String tracked;
    try (Network network = Network.of("ending");
        EngineProcess engine = EngineProcess.configured(network.router(), zones("up2"));
        DatagramSocket socket = network.client().call(DatagramSocket::new);
        DnsClient client = DnsClient.open(network.client(), Network.DNS)) {
      network.router().run("sysctl", "-qw", LONG_FLOWS);
      try (Replay replay = Replay.start(network, REPLAY_RATE, sites / REPLAY_RATE + 1, 1, 0, 0)) {
        replay.sent();
      }
      for (int i = 0; i < others; i++) {
        send(socket, Addresses.ipv4(OTHERS + i));
      }
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < sites; i++) {
          send(socket, Replay.address(i));
        }
        // The applied policy and the connections have come to rest.
        Thread.sleep(1_000);
        ask(client, quiet, System.nanoTime() + 300_000_000L);
        long before = engine.status().moved();
        Thread ended = new Thread(() -> awaitMoved(engine, before + (long) sites * FLOWS));
        engine.apply(zones("direct"));
        long begin = System.nanoTime();
        ended.start();
        while (ended.isAlive()) {
          ask(client, meanwhile, System.nanoTime());
        }
        times.add(System.nanoTime() - begin);
        engine.apply(zones("up2"));
      }
      tracked = network.router().run("sysctl", "-n", "net.netfilter.nf_conntrack_count");
    }
    return new Report(
        """
        A new policy sends %,d learned addresses, with %d connections each, to another link. The daemon ends these
        connections among all tracked connections. The time is from when the new policy is in force until the last
        connection has ended, by the daemon's own count, read every %d ms. Before and during this, a client asks for a
        known name; each answer passes the engine's queue.
        """
            .formatted(sites, FLOWS, POLL_NANOS / 1_000_000),
        List.of(
            new Report.Table(
                "Connections ended, %,d times".formatted(rounds),
                List.of(
                    List.of("ended", "other tracked connections", "median, ms", "worst, ms"),
                    List.of(
                        Figures.whole((long) sites * FLOWS),
                        Figures.whole(Long.parseLong(tracked)),
                        Samples.millis(times.median()),
                        Samples.millis(times.percentile(100))))),
            new Report.Table(
                "Answers",
                List.of(
                    List.of("µs from question to answer", "median", "p90", "p99", "answers"),
                    row("before", quiet),
                    row("while connections are ended", meanwhile)))));
  }

  private static String zones(String to) {
    StringBuilder text = new StringBuilder(EngineProcess.LINKS).append("rules:\n");
    for (String zone : Sites.ZONES) {
      text.append("  - { name: ").append(zone).append(", to: ").append(to).append(", domains: [");
      text.append(zone).append("], reconnect: true }\n");
    }
    return text.append("learn: { dns: hold, trust: any }\n").toString();
  }

  private static void send(DatagramSocket socket, InetAddress to) throws IOException {
    byte[] data = new byte[FirstPackets.FIRST];
    for (int port = FIRST_PORT; port < FIRST_PORT + FLOWS; port++) {
      socket.send(new DatagramPacket(data, data.length, to, port));
    }
  }

  /** Asks for one known name until then, and at least once. */
  private static void ask(DnsClient client, Samples samples, long until) throws IOException {
    do {
      samples.add(client.time(0));
      LockSupport.parkNanos(500_000);
    } while (System.nanoTime() < until);
  }

  private static void awaitMoved(EngineProcess engine, long moved) {
    long giveUp = System.nanoTime() + GIVE_UP_NANOS;
    while (engine.status().moved() < moved) {
      if (System.nanoTime() > giveUp) {
        throw new BenchException(
            "only " + engine.status().moved() + " connections were ended, not " + moved);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static List<String> row(String title, Samples samples) {
    return List.of(
        title,
        Samples.micros(samples.median()),
        Samples.micros(samples.percentile(90)),
        Samples.micros(samples.percentile(99)),
        Figures.whole(samples.count()));
  }
}
