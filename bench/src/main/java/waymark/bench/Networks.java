package waymark.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import waymark.kernel.KernelHost;
import waymark.kernel.KernelState;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.Marks;
import waymark.learn.CountryDatabase;
import waymark.policy.Area;
import waymark.policy.EgressPath;
import waymark.policy.Lifetime;
import waymark.policy.Link;
import waymark.policy.Masquerade;
import waymark.policy.Names;
import waymark.policy.Network;
import waymark.policy.Policy;
import waymark.policy.Rule;
import waymark.policy.Scope;

/** What countries cost: to read them, to decide them, and to have them in the kernel. */
final class Networks implements Measurement {
  private static final String DATABASE = "WAYMARK_COUNTRY_DB";
  private static final List<String> THREE = List.of("US", "CN", "DE");
  private static final int MANY = 250_000;
  private static final String NONE =
      "rules: [ { name: none, to: up2, domains: [none.example] } ]\n";
  private static final Link LINK =
      new Link("way", new EgressPath.Interface("way", List.of()), 1, Masquerade.AUTO);

  /** Times of one choice of countries. */
  private static final class Times {
    final Samples read = new Samples();
    final Samples compile = new Samples();
    final Samples kernel = new Samples();
    final Samples whole = new Samples();
    long first;
    int intervals;
  }

  @Override
  public Report measure(Effort effort) throws IOException, InterruptedException {
    String variable = System.getenv(DATABASE);
    if (variable == null || !Files.isReadable(Path.of(variable))) {
      throw new BenchException(
          "set "
              + DATABASE
              + " to an MMDB file of countries (`waymark countries update` fetches DB-IP's)");
    }
    Path database = Path.of(variable).toAbsolutePath();
    List<String> many = many(database);
    int rounds = effort.times(10, 2);
    List<List<String>> phases = new ArrayList<>();
    phases.add(
        List.of(
            "countries",
            "intervals",
            "read, ms",
            "compile, ms",
            "into the kernel, ms",
            "total, ms",
            "worst",
            "first in the process"));
    phases.add(row("US, CN, DE", phases(database, THREE, rounds)));
    phases.add(row(many.size() + " countries", phases(database, many, rounds)));
    List<List<String>> memory = new ArrayList<>();
    memory.add(List.of("countries", "time to apply, ms", "RSS before, MB", "after", "ready, ms"));
    memory.add(daemon(database, "US, CN, DE", THREE));
    memory.add(daemon(database, many.size() + " countries", many));
    return new Report(
        """
        The countries of %s (%s) go to a link. With more than three countries, every other country is in a second rule
        that leads to `direct`, so that neighbouring networks do not merge. `read`: reading the file and the networks of
        these countries. `compile`: compiling the rules into disjoint, decided intervals. `into the kernel`: the whole
        change on the engine's thread, from a policy without the networks. Medians of %d, in one JVM process. Then the
        daemon, whose JVM is small and cold, applies the same networks to a policy without them, and is started with
        them.
        """
            .formatted(
                database.getFileName(), CountryDatabase.open(database).built().toString(), rounds),
        List.of(
            new Report.Table("From the file to the kernel", phases),
            new Report.Table("The daemon", memory)));
  }

  /** As few countries, in the order of their codes, as make that many intervals. */
  private static List<String> many(Path database) {
    List<String> codes = new ArrayList<>(CountryDatabase.open(database).countries());
    int enough = codes.size();
    int few = 0;
    while (enough - few > 1) {
      int middle = (few + enough) / 2;
      if (compiled(read(database, codes.subList(0, middle))).intervals().size() >= MANY) {
        enough = middle;
      } else {
        few = middle;
      }
    }
    return List.copyOf(codes.subList(0, enough));
  }

  private static Map<String, List<Network>> read(Path database, List<String> codes) {
    return CountryDatabase.open(database).networks(new TreeSet<>(codes));
  }

  private static Policy compiled(Map<String, List<Network>> networks) {
    List<Area> one = new ArrayList<>();
    List<Area> other = new ArrayList<>();
    networks.forEach(
        (code, list) ->
            (networks.size() > THREE.size() && one.size() > other.size() ? other : one)
                .add(new Area(code, list)));
    return Policy.compile(
        List.of(LINK),
        List.of(rule("one", LINK, one), rule("other", Link.DIRECT, other)),
        List.of(Link.DIRECT));
  }

  private static Rule rule(String name, Link to, List<Area> areas) {
    return new Rule(
        name, List.of(to), Names.NONE, List.of(), areas, Scope.ALL, 0, Lifetime.DEFAULT, false);
  }

  private static Times phases(Path database, List<String> codes, int rounds) throws IOException {
    Command.run("ip", "link", "add", "way", "type", "veth", "peer", "name", "far");
    Command.run("ip", "link", "set", "far", "up");
    Command.run("ip", "link", "set", "way", "up");
    HostSettings settings =
        new HostSettings(
            Marks.DEFAULT,
            CaptureSettings.DEFAULT,
            false,
            Files.createTempDirectory("waymark-bench-"));
    Policy empty = Policy.compile(List.of(LINK), List.of(), List.of(Link.DIRECT));
    Times times = new Times();
    try (KernelHost host = KernelHost.start(empty, settings)) {
      for (int i = 0; i < rounds; i++) {
        host.replace(empty, List.of()).join();
        long begin = System.nanoTime();
        Map<String, List<Network>> networks = read(database, codes);
        long read = System.nanoTime();
        Policy policy = compiled(networks);
        long compiled = System.nanoTime();
        host.replace(policy, List.of()).join();
        long end = System.nanoTime();
        times.read.add(read - begin);
        times.compile.add(compiled - read);
        times.kernel.add(end - compiled);
        times.whole.add(end - begin);
        times.first = i == 0 ? end - begin : times.first;
        times.intervals = policy.intervals().size();
      }
    }
    KernelState.remove(settings);
    Command.run("ip", "link", "delete", "way");
    return times;
  }

  private static List<String> row(String title, Times times) {
    return List.of(
        title,
        Figures.whole(times.intervals),
        Samples.millis(times.read.median()),
        Samples.millis(times.compile.median()),
        Samples.millis(times.kernel.median()),
        Samples.millis(times.whole.median()),
        Samples.millis(times.whole.percentile(100)),
        Samples.millis(times.first));
  }

  private static List<String> daemon(Path database, String title, List<String> codes)
      throws IOException, InterruptedException {
    String file = "country-db: " + database + "\nlearn: { dns: hold, trust: any }\n";
    String countries = EngineProcess.LINKS + "rules:\n" + rules(codes) + file;
    try (waymark.bench.Network network = waymark.bench.Network.of("networks")) {
      long applied;
      long before;
      long after;
      try (EngineProcess engine =
          EngineProcess.configured(network.router(), EngineProcess.LINKS + NONE + file)) {
        Thread.sleep(2_000);
        before = engine.resident();
        applied = engine.apply(countries).milliseconds();
        Thread.sleep(5_000);
        after = engine.resident();
      }
      network.router().run("nft", "flush", "ruleset");
      try (EngineProcess engine = EngineProcess.configured(network.router(), countries)) {
        return List.of(
            title,
            Figures.whole(applied),
            Figures.rounded(before / 1e6),
            Figures.rounded(after / 1e6),
            Samples.millis(engine.startNanos()));
      }
    }
  }

  private static String rules(List<String> codes) {
    List<String> one = new ArrayList<>();
    List<String> other = new ArrayList<>();
    for (String code : codes) {
      (codes.size() > THREE.size() && one.size() > other.size() ? other : one)
          .add("\"" + code + "\"");
    }
    String text = "  - { name: one, to: up2, countries: [" + String.join(", ", one) + "] }\n";
    return other.isEmpty()
        ? text
        : text + "  - { name: other, to: direct, countries: [" + String.join(", ", other) + "] }\n";
  }
}
