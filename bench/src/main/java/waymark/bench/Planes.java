package waymark.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import waymark.engine.Engine;
import waymark.engine.Learned;
import waymark.engine.Sighting;
import waymark.engine.Source;
import waymark.kernel.KernelHost;
import waymark.kernel.KernelState;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.ExemptionSettings;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.InterfaceState;
import waymark.kernel.model.Marks;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Address;
import waymark.policy.EgressPath;
import waymark.policy.Lifetime;
import waymark.policy.Link;
import waymark.policy.Masquerade;
import waymark.policy.NamePattern;
import waymark.policy.Outlet;
import waymark.policy.Policy;
import waymark.policy.Rule;

/** Many learned addresses on each plane: taken in, found again by a start, put back by one. */
final class Planes implements Measurement {
  private static final int FIRST = 0x1000_0000; // 16.0.0.0

  /** Of a rule each, since a rule has a bound. */
  private static final List<String> DOMAINS = List.of("one.example", "two.example");

  private static final Link LINK =
      new Link("way", new EgressPath.Interface("way", List.of()), 1, Masquerade.AUTO);

  /** A plane, and what a rule's {@code to} is there. */
  private record Case(PlaneKind kind, List<Outlet> to) {}

  private static final Map<String, Case> CASES = cases();

  private static Map<String, Case> cases() {
    List<Outlet> linkOnly = List.of(LINK);
    Map<String, Case> cases = new LinkedHashMap<>();
    cases.put("nftables", new Case(PlaneKind.NFTABLES, linkOnly));
    cases.put("ipset", new Case(PlaneKind.IPSET, linkOnly));
    cases.put(
        "routes, `to: [way, direct]`", new Case(PlaneKind.ROUTES, List.of(LINK, Link.DIRECT)));
    cases.put("routes, `to: way`: with a second route each", new Case(PlaneKind.ROUTES, linkOnly));
    return cases;
  }

  /** What is measured of one case. */
  private static final class Times {
    final Samples many = new Samples();
    final Samples one = new Samples();
    final Samples found = new Samples();
    final Samples gone = new Samples();
  }

  @Override
  public Report measure(Effort effort) throws IOException {
    int addresses = effort.times(100_000, 2_000);
    Command.run("ip", "link", "add", "way", "type", "veth", "peer", "name", "far");
    Command.run("ip", "link", "set", "far", "up");
    Command.run("ip", "link", "set", "way", "up");
    Command.run("ip", "address", "add", "192.0.2.1/24", "dev", "way");
    Map<String, Times> times = new LinkedHashMap<>();
    for (int round = 0; round < effort.times(5, 1); round++) {
      for (Map.Entry<String, Case> entry : CASES.entrySet()) {
        Times of = times.computeIfAbsent(entry.getKey(), _ -> new Times());
        round(entry.getValue(), addresses, effort.times(2_000, 200), of);
      }
    }
    Command.run("ip", "link", "delete", "way");
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "plane",
            "%,d addresses in one transaction, ms".formatted(addresses),
            "one more, µs",
            "start with them in the kernel, ms",
            "start without them in the kernel, ms"));
    times.forEach(
        (name, of) ->
            rows.add(
                List.of(
                    name,
                    Samples.millis(of.many.median()),
                    Samples.micros(of.one.median()),
                    Samples.millis(of.found.median()),
                    Samples.millis(of.gone.median()))));
    return new Report(
        """
        On each plane, two rules learn IPv4 addresses: all at once, timed from the engine's first address until the
        kernel has acknowledged the last; then one at a time, timed in the same way. Then the engine is started again in
        the same process: once with all addresses in the kernel, which it reads and compares, and once after they were
        removed. Medians of %d rounds; the cases take turns.
        """
            .formatted(effort.times(5, 1)),
        List.of(new Report.Table("Learned addresses on each plane", rows)));
  }

  private static void round(Case of, int addresses, int single, Times times) throws IOException {
    List<Rule> rules = DOMAINS.stream().map(domain -> rule(domain, of.to())).toList();
    Policy policy = Policy.compile(List.of(LINK), rules, List.of(Link.DIRECT));
    Path state = Files.createTempDirectory("waymark-bench-");
    HostSettings settings =
        new HostSettings(
            Marks.DEFAULT,
            CaptureSettings.DEFAULT,
            false,
            state,
            ExemptionSettings.SYSTEM,
            of.kind());
    try {
      try (KernelHost host = KernelHost.start(policy, settings)) {
        if (host.report().join().links().values().stream().noneMatch(InterfaceState::up)) {
          throw new BenchException("the link is down");
        }
        times.many.add(host.ask(engine -> learn(engine, 0, addresses)).join());
        for (int i = 0; i < single; i++) {
          int next = addresses + i;
          times.one.add(host.ask(engine -> learn(engine, next, 1)).join());
        }
      }
      times.found.add(start(policy, settings));
      KernelState.remove(settings);
      times.gone.add(start(policy, settings));
    } finally {
      KernelState.remove(settings);
      delete(state);
    }
  }

  private static Rule rule(String domain, List<Outlet> to) {
    NamePattern pattern = NamePattern.parse(domain);
    return new Rule(domain, to, List.of(pattern), List.of(), 0, Lifetime.DEFAULT, false);
  }

  /** How long it takes, in ns. */
  private static long start(Policy policy, HostSettings settings) {
    long begin = System.nanoTime();
    try (KernelHost _ = KernelHost.start(policy, settings)) {
      return System.nanoTime() - begin;
    }
  }

  /** How long it takes, in ns; on the engine's thread. */
  private static long learn(Engine engine, int from, int count) {
    long begin = System.nanoTime();
    for (int i = from; i < from + count; i++) {
      Learned learned =
          engine.learn(
              new Sighting(
                  Source.DNS,
                  List.of("n" + i + "." + DOMAINS.get(i % DOMAINS.size())),
                  Address.ofIpv4(FIRST + i),
                  3600));
      if (learned != Learned.PENDING) {
        throw new BenchException("an address was not taken in: " + learned);
      }
    }
    if (!engine.commit()) {
      throw new BenchException("the kernel did not take " + count + " addresses");
    }
    return System.nanoTime() - begin;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
