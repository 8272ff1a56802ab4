package waymark.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import waymark.engine.Engine;
import waymark.engine.Learned;
import waymark.engine.Sighting;
import waymark.engine.Source;
import waymark.kernel.KernelHost;
import waymark.kernel.KernelState;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.Marks;
import waymark.netlink.Nftables;
import waymark.netlink.NftablesBatch;
import waymark.netlink.NftablesFamily;
import waymark.netlink.NftablesSetReference;
import waymark.netlink.NftablesValue;
import waymark.netlink.Octets;
import waymark.policy.Address;
import waymark.policy.EgressPath;
import waymark.policy.Lifetime;
import waymark.policy.Link;
import waymark.policy.Masquerade;
import waymark.policy.NamePattern;
import waymark.policy.Policy;
import waymark.policy.Rule;

/** Addresses into a set of the kernel: by our netlink, by the {@code nft} command, by nft -f. */
final class Elements implements Measurement {
  private static final int FIRST = 0xc612_0000; // 198.18.0.0
  private static final String TABLE = "bench";
  private static final NftablesSetReference SET =
      NftablesSetReference.of(NftablesFamily.INET, TABLE, "hosts4");

  /** What is measured with one number of addresses. */
  private static final class Counts {
    final Samples netlink = new Samples();
    final Samples acknowledged = new Samples();
    final Samples command = new Samples();
    final Samples file = new Samples();
  }

  private int next;

  @Override
  public Report measure(Effort effort) throws IOException, InterruptedException {
    List<Report.Table> tables = List.of(peers(effort), queue(effort));
    return new Report(
        """
        New IPv4 addresses are added to the same hash set, which is emptied before each turn. Netlink, one `nft add
        element` per address, and one `nft -f` of a file take turns. `send to ack` is the system calls and the time that
        they wait; `whole` includes writing the messages. The commands run in a shell that stays open, as in a script.
        Medians.
        """,
        tables);
  }

  private Report.Table peers(Effort effort) throws IOException {
    Map<Integer, Counts> counts = new TreeMap<>();
    Path file = Files.createTempFile("waymark-bench-", ".nft");
    try (Nftables nftables = Nftables.open();
        Shell shell = Shell.open()) {
      Command.run("nft", "add", "table", "inet", TABLE);
      Command.run("nft", "add set inet bench hosts4 { type ipv4_addr; }");
      for (int i = 0; i < 20_000; i++) {
        netlink(nftables, 1, new Counts());
      }
      for (int round = 0; round < effort.times(30, 3); round++) {
        for (int size : new int[] {1, 10, 1000}) {
          Counts count = counts.computeIfAbsent(size, _ -> new Counts());
          turn(nftables, shell, file, size, size < 1000 || round < effort.times(5, 1), count);
        }
      }
      Command.run("nft", "delete", "table", "inet", TABLE);
      Files.delete(file);
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "addresses",
            "netlink: send to ack, µs",
            "whole, µs",
            "`nft` each, µs",
            "times",
            "one `nft -f`, µs",
            "times"));
    counts.forEach(
        (size, count) ->
            rows.add(
                List.of(
                    String.valueOf(size),
                    Samples.micros(count.acknowledged.median()),
                    Samples.micros(count.netlink.median()),
                    Samples.micros(count.command.median()),
                    Samples.ratio(count.command.median(), count.netlink.median()),
                    Samples.micros(count.file.median()),
                    Samples.ratio(count.file.median(), count.netlink.median()))));
    return new Report.Table("Adding addresses to one set", rows);
  }

  private void turn(
      Nftables nftables, Shell shell, Path file, int size, boolean commands, Counts count)
      throws IOException {
    flush(nftables);
    for (int i = 0; i < Math.max(20, 1000 / size); i++) {
      netlink(nftables, size, count);
    }
    if (commands) {
      flush(nftables);
      List<String> texts = texts(size);
      texts.replaceAll(text -> "nft 'add element inet bench hosts4 { " + text + " }'");
      count.command.add(shell.time(String.join("\n", texts)));
    }
    flush(nftables);
    Files.writeString(
        file, "add element inet bench hosts4 { " + String.join(", ", texts(size)) + " }\n");
    count.file.add(shell.time("nft -f " + file));
  }

  private void netlink(Nftables nftables, int size, Counts count) {
    Octets[] keys = new Octets[size];
    for (int i = 0; i < size; i++) {
      keys[i] = Octets.of(address().bytes());
    }
    long begin = System.nanoTime();
    NftablesBatch batch = nftables.batch();
    for (Octets key : keys) {
      batch.add(SET, key, NftablesValue.NONE);
    }
    long written = System.nanoTime();
    batch.commit("add", "addresses");
    long end = System.nanoTime();
    count.netlink.add(end - begin);
    count.acknowledged.add(end - written);
  }

  private static void flush(Nftables nftables) {
    nftables.batch().flush(SET).commit("empty", "the set");
  }

  private List<String> texts(int size) {
    List<String> texts = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      texts.add(address().toString());
    }
    return texts;
  }

  /** The addresses of 198.18.0.0/15 over and over: sets are emptied long before. */
  private Address address() {
    return Address.ofIpv4(FIRST + (next++ & 0x1ffff));
  }

  private Report.Table queue(Effort effort) throws IOException, InterruptedException {
    Command.run("ip", "link", "add", "way", "type", "veth", "peer", "name", "far");
    Command.run("ip", "link", "set", "far", "up");
    Command.run("ip", "link", "set", "way", "up");
    Link link = new Link("way", new EgressPath.Interface("way", List.of()), 1, Masquerade.AUTO);
    Rule rule =
        new Rule(
            "names",
            List.of(link),
            List.of(NamePattern.parse("bench.example")),
            List.of(),
            0,
            Lifetime.DEFAULT,
            false);
    Path state = Files.createTempDirectory("waymark-bench-");
    HostSettings settings = new HostSettings(Marks.DEFAULT, CaptureSettings.DEFAULT, false, state);
    Samples paced = new Samples();
    Samples whole = new Samples();
    Policy policy = Policy.compile(List.of(link), List.of(rule), List.of(Link.DIRECT));
    try (KernelHost host = KernelHost.start(policy, settings)) {
      int warm = 5_000;
      for (int i = 0; i < warm + effort.times(20_000, 1_000); i++) {
        one(host, i, i < warm ? new Samples() : paced, i < warm ? new Samples() : whole);
        if (i >= warm) {
          LockSupport.parkNanos(200_000);
        }
      }
    }
    KernelState.remove(settings);
    Command.run("ip", "link", "delete", "way");
    return new Report.Table(
        "One address through the engine, " + paced.count() + " times, 200 µs apart",
        List.of(
            List.of("µs", "median", "p90", "p99"),
            row("learned to acknowledged (on the engine's thread)", whole),
            row("posted by another thread to acknowledged (with the wake-up)", paced)));
  }

  private static List<String> row(String title, Samples samples) {
    return List.of(
        title,
        Samples.micros(samples.median()),
        Samples.micros(samples.percentile(90)),
        Samples.micros(samples.percentile(99)));
  }

  private static void one(KernelHost host, int number, Samples queued, Samples engine) {
    Sighting sighting =
        new Sighting(
            Source.DNS,
            List.of("n" + number + ".bench.example"),
            Address.ofIpv4(FIRST + number),
            3600);
    AtomicLong taken = new AtomicLong();
    long begin = System.nanoTime();
    long end = host.ask(running -> learn(running, sighting, taken)).join();
    queued.add(end - begin);
    engine.add(end - taken.get());
  }

  private static long learn(Engine engine, Sighting sighting, AtomicLong taken) {
    taken.set(System.nanoTime());
    Learned learned = engine.learn(sighting);
    if (learned != Learned.PENDING || !engine.commit()) {
      throw new BenchException("an address was not taken in: " + learned);
    }
    return System.nanoTime();
  }
}
