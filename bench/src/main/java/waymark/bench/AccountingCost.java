package waymark.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import waymark.api.Traffic;

/**
 * What a forwarded packet and a new connection cost with and without the counting of traffic, and
 * what a look at the connections costs.
 *
 * <p>A datagram that is sent into a veth is forwarded and delivered before send returns: the time
 * of the send is that of the whole way.
 */
final class AccountingCost implements Measurement {
  private static final int PACKETS = 5_000;
  private static final int SITES = 0xc613e000; // 198.19.224.0: of no rule, the default's

  /** How much is counted. */
  private enum Counted {
    NOTHING("nothing"),
    LINKS("links: counters by mark"),
    ALL("links, addresses and ends of connections");

    private final String words;

    Counted(String words) {
      this.words = words;
    }
  }

  @Override
  public Report measure(Effort effort) throws IOException, InterruptedException {
    List<Report.Table> tables = new ArrayList<>();
    try (Network network = Network.of("accounting")) {
      try (EngineProcess _ = EngineProcess.start(network.router(), "hold")) {
        // Its rules stay when it is gone, and nobody repairs what is taken away.
      }
      tables.add(packets(network, effort));
    }
    try (Network network = Network.of("looks");
        EngineProcess engine = EngineProcess.start(network.router(), "hold")) {
      tables.add(looks(network, engine, effort));
    }
    return new Report(
        """
        A client sends datagrams of 64 bytes through a router in another namespace, %,d per turn. Turns without
        counting, with one counter per link, and with connections counted and their ends listened for, alternate in
        changing order. The figures are nanoseconds per packet from send to delivery, through three namespaces and all
        nftables rules; medians. `more` is the median difference to the turn without counting in the same round, with
        the range of the middle half of the rounds.
        """
            .formatted(PACKETS),
        tables);
  }

  private static Report.Table packets(Network network, Effort effort) {
    String chains =
        network.router().run("nft", "list", "chain", "inet", "waymark", "accounts_out")
            + "\n"
            + network.router().run("nft", "list", "chain", "inet", "waymark", "accounts_in")
            + "\n";
    Map<Counted, Samples> open = samples();
    Map<Counted, Samples> openMore = samples();
    Map<Counted, Samples> fresh = samples();
    Map<Counted, Samples> freshMore = samples();
    int rounds = effort.times(150, 3);
    for (int round = -2; round < rounds; round++) {
      Map<Counted, Long> one = new EnumMap<>(Counted.class);
      Map<Counted, Long> many = new EnumMap<>(Counted.class);
      for (int turn = 0; turn < Counted.values().length; turn++) {
        Counted counted = Counted.values()[Math.floorMod(round + turn, Counted.values().length)];
        try (Setting _ = Setting.of(counted, network, chains)) {
          one.put(counted, network.client().call(() -> send(1)));
          many.put(counted, network.client().call(() -> send(PACKETS)));
        }
        network.router().run("conntrack", "-F");
      }
      if (round >= 0) {
        add(one, open, openMore);
        add(many, fresh, freshMore);
      }
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("counted", "open connection, ns", "more", "new connection, ns", "more"));
    for (Counted counted : Counted.values()) {
      rows.add(
          List.of(
              counted.words,
              nanos(open, counted),
              percent(openMore, counted),
              nanos(fresh, counted),
              percent(freshMore, counted)));
    }
    return new Report.Table("Time of a packet, " + rounds + " rounds", rows);
  }

  private static Map<Counted, Samples> samples() {
    Map<Counted, Samples> samples = new EnumMap<>(Counted.class);
    for (Counted counted : Counted.values()) {
      samples.put(counted, new Samples());
    }
    return samples;
  }

  private static void add(
      Map<Counted, Long> turns, Map<Counted, Samples> all, Map<Counted, Samples> more) {
    turns.forEach(
        (counted, nanos) -> {
          of(all, counted).add(nanos);
          long nothing = turns.getOrDefault(Counted.NOTHING, nanos);
          of(more, counted).add(Math.round(1_000.0 * (nanos - nothing) / nothing));
        });
  }

  private static Samples of(Map<Counted, Samples> samples, Counted counted) {
    return Objects.requireNonNull(samples.get(counted));
  }

  private static String nanos(Map<Counted, Samples> samples, Counted counted) {
    return String.format(Locale.ROOT, "%,d", of(samples, counted).median());
  }

  /** Out of thousandths. */
  private static String percent(Map<Counted, Samples> samples, Counted counted) {
    Samples more = of(samples, counted);
    return counted == Counted.NOTHING
        ? "–"
        : String.format(
            Locale.ROOT,
            "%+.1f %% (%+.1f to %+.1f)",
            more.median() / 10.0,
            more.percentile(25) / 10.0,
            more.percentile(75) / 10.0);
  }

  /** Sends to so many ports in turn; nanoseconds a packet. */
  private static long send(int ports) throws IOException {
    ByteBuffer data = ByteBuffer.allocateDirect(36);
    InetAddress site = InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(SITES + 1).array());
    List<InetSocketAddress> to = new ArrayList<>();
    for (int i = 0; i < ports; i++) {
      to.add(new InetSocketAddress(site, 10_000 + i));
    }
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.bind(null);
      long begin = System.nanoTime();
      for (int i = 0; i < PACKETS; i++) {
        channel.send(data.rewind(), to.get(i % ports));
      }
      return (System.nanoTime() - begin) / PACKETS;
    }
  }

  /** A kernel that counts so much, until it is closed. */
  private record Setting(List<Process> listeners) implements AutoCloseable {
    static Setting of(Counted counted, Network network, String chains) {
      Namespace router = network.router();
      router.run(
          "sysctl", "-qw", "net.netfilter.nf_conntrack_acct=" + (counted == Counted.ALL ? 1 : 0));
      for (String chain : List.of("accounts_out", "accounts_in")) {
        if (router.run("nft", "list", "chains").contains(chain)) {
          router.run("nft", "flush", "chain", "inet", "waymark", chain);
          router.run("nft", "delete", "chain", "inet", "waymark", chain);
        }
      }
      if (counted != Counted.NOTHING) {
        router.feed(chains, "nft", "-f", "-");
      }
      if (counted != Counted.ALL) {
        return new Setting(List.of());
      }
      try {
        Process listener =
            new ProcessBuilder(router.words("conntrack", "-E", "-e", "DESTROY"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Thread.sleep(100);
        return new Setting(List.of(listener));
      } catch (IOException e) {
        throw new BenchException("cannot listen", e);
      } catch (InterruptedException e) {
        throw new BenchException("interrupted", e);
      }
    }

    @Override
    public void close() {
      listeners.forEach(Process::destroyForcibly);
      for (Process listener : listeners) {
        listener.onExit().join();
      }
    }
  }

  private static Report.Table looks(Network network, EngineProcess engine, Effort effort)
      throws InterruptedException {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("connections", "one reading, ms", "processor time of the daemon per reading, ms"));
    // Nobody answers them, and they are to last for the whole measurement.
    network.router().run("sysctl", "-qw", "net.netfilter.nf_conntrack_udp_timeout=3600");
    // It is ready before it can be asked.
    Thread.sleep(2_000);
    int sites = 0;
    for (int connections : List.of(1_000, 10_000, 100_000)) {
      int from = sites;
      network
          .client()
          .call(
              () -> {
                fill(from, connections / 1_000);
                return 0;
              });
      sites += connections / 1_000;
      Samples looks = new Samples();
      Samples processor = new Samples();
      for (int i = 0; i < effort.times(5, 1); i++) {
        String at = next(engine, engine.traffic().at()).at();
        long before = engine.processorNanos();
        Traffic traffic = next(engine, at);
        looks.add(traffic.lookMicros() * 1_000);
        processor.add(engine.processorNanos() - before);
      }
      rows.add(
          List.of(
              String.format(Locale.ROOT, "%,d", engine.traffic().connections()),
              String.format(Locale.ROOT, "%.1f", looks.median() / 1e6),
              Samples.millis(processor.median())));
    }
    return new Report.Table("Reading the connections", rows);
  }

  private static Traffic next(EngineProcess engine, String after) throws InterruptedException {
    Traffic traffic = engine.traffic();
    while (traffic.at().equals(after)) {
      Thread.sleep(200);
      traffic = engine.traffic();
    }
    return traffic;
  }

  /** A thousand connections to each of so many addresses. */
  private static void fill(int from, int addresses) throws IOException {
    ByteBuffer data = ByteBuffer.allocateDirect(36);
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.bind(null);
      for (int i = 0; i < addresses; i++) {
        InetAddress site =
            InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(SITES + 1 + from + i).array());
        for (int port = 0; port < 1_000; port++) {
          channel.send(data.rewind(), new InetSocketAddress(site, 10_000 + port));
        }
      }
    }
  }
}
