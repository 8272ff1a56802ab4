package waymark.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import waymark.api.Applied;

/** How long a policy of many rules takes to replace another, and whether packets go astray. */
final class Swap implements Measurement {
  private static final int SITES = 400;
  private static final int CLIENTS = 2;
  private static final long PAUSE_NANOS = 200_000;

  /** UDP's tracked connections live shortly here, so that their table does not fill up. */
  private static final String SHORT_FLOWS = "net.netfilter.nf_conntrack_udp_timeout=5";

  @Override
  public Report measure(Effort effort) throws IOException, InterruptedException {
    int rules = effort.times(10_000, 1_000);
    int swaps = effort.times(30, 4);
    Samples whole = new Samples();
    Samples told = new Samples();
    Samples kernel = new Samples();
    Applied first;
    long sent;
    FirstPackets arrived;
    try (Network network = Network.of("swap");
        EngineProcess engine = EngineProcess.configured(network.router(), policy("one", rules));
        DnsClient client = DnsClient.open(network.client(), Network.DNS)) {
      network.router().run("sysctl", "-qw", SHORT_FLOWS);
      for (int number = 0; number < SITES; number++) {
        client.time(number);
      }
      first = engine.apply(policy("other", rules));
      engine.apply(policy("one", rules));
      try (Traffic traffic = Traffic.start(network)) {
        for (int i = 0; i < swaps; i++) {
          Thread.sleep(200);
          String next = policy(i % 2 == 0 ? "other" : "one", rules);
          long begin = System.nanoTime();
          Applied applied = engine.apply(next);
          whole.add(System.nanoTime() - begin);
          told.add(applied.milliseconds() * 1_000_000);
          kernel.add(applied.swapMilliseconds() * 1_000_000);
        }
        sent = traffic.stop();
      }
      Thread.sleep(1_000);
      arrived = network.packets();
    }
    long came = arrived.sum() + arrived.againWrong() + arrived.againRight();
    return new Report(
        """
        %,d rules, each with a domain and a network, half of them with another link than before, are replaced by a
        request of `waymark apply`, while %d clients send packets: every %d µs a new connection to one of %d sites,
        which were learned or are in no rule, and as often a packet of an open connection. `swap`: from the compiled
        policy until the kernel has it. `read to kernel`: the same, including reading and checking the file. The daemon
        reports both. `request to answer`: as the daemon's client sees it. The kernels of the two uplinks count the
        packets that arrive.
        """
            .formatted(rules, CLIENTS, PAUSE_NANOS / 1_000, SITES),
        List.of(
            new Report.Table(
                "Swaps of %,d rules".formatted(rules),
                List.of(
                    List.of("ms", "median", "worst", "first in the process", "swaps"),
                    List.of(
                        "swap",
                        Samples.millis(kernel.median()),
                        Samples.millis(kernel.percentile(100)),
                        String.valueOf(first.swapMilliseconds()),
                        String.valueOf(swaps)),
                    List.of(
                        "read to kernel",
                        Samples.millis(told.median()),
                        Samples.millis(told.percentile(100)),
                        String.valueOf(first.milliseconds()),
                        String.valueOf(swaps)),
                    List.of(
                        "request to answer",
                        Samples.millis(whole.median()),
                        Samples.millis(whole.percentile(100)),
                        "–",
                        String.valueOf(swaps)))),
            new Report.Table(
                "Packets meanwhile",
                List.of(
                    List.of(
                        "sent",
                        "new connections by the wrong link",
                        "open connections by the wrong link",
                        "missing"),
                    List.of(
                        Figures.whole(sent),
                        "**" + Figures.whole(arrived.wrong() + arrived.otherWrong()) + "**",
                        "**" + Figures.whole(arrived.againWrong()) + "**",
                        Figures.whole(sent - came))))));
  }

  /** Rules of that kind before those of {@link Sites}, which are the same in both. */
  private static String policy(String kind, int rules) {
    StringBuilder text = new StringBuilder(EngineProcess.LINKS).append("rules:\n");
    for (int i = 0; i < rules; i++) {
      boolean second = i % 2 == (kind.equals("one") ? 0 : 1);
      text.append("  - { name: r").append(i).append(", to: ").append(second ? "up2" : "direct");
      text.append(", domains: [").append(kind).append(i).append(".test], networks: [16.");
      text.append(i >> 8).append('.').append(i & 0xff).append(".0/24] }\n");
    }
    for (String zone : Sites.ZONES) {
      text.append("  - { name: ").append(zone).append(", to: up2, domains: [").append(zone);
      text.append("] }\n");
    }
    return text.append("learn: { dns: hold, trust: any }\n").toString();
  }

  /** Clients that send until they are stopped. */
  private static final class Traffic implements AutoCloseable {
    private final Network network;
    private final AtomicLong sent = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    private Traffic(Network network) {
      this.network = network;
    }

    static Traffic start(Network network) {
      Traffic traffic = new Traffic(network);
      for (int i = 0; i < CLIENTS; i++) {
        int start = i;
        // Threads and their sockets are where the thread that makes them is.
        traffic.threads.add(
            network.client().call(() -> Thread.ofPlatform().start(() -> traffic.send(start))));
      }
      return traffic;
    }

    private void send(int start) {
      try (DatagramSocket open = new DatagramSocket()) {
        for (int number = start; !over; number = (number + CLIENTS) % SITES) {
          InetAddress site = Addresses.of(Sites.address(number, 0));
          try (DatagramSocket fresh = new DatagramSocket()) {
            packet(fresh, site, FirstPackets.FIRST);
          }
          if (Sites.kind(number) != Sites.Kind.OTHER) {
            packet(open, site, FirstPackets.FIRST + 1);
          }
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      } catch (IOException e) {
        throw new BenchException("a client of " + network.name() + " cannot send", e);
      }
    }

    private void packet(DatagramSocket socket, InetAddress site, int length) throws IOException {
      socket.send(new DatagramPacket(new byte[length], length, site, FirstPackets.PORT));
      sent.incrementAndGet();
    }

    /** Stops them; how many packets were sent. */
    long stop() throws InterruptedException {
      over = true;
      for (Thread thread : threads) {
        thread.join();
      }
      return sent.get();
    }

    @Override
    public void close() {
      over = true;
    }
  }
}
