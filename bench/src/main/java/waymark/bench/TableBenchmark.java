package waymark.bench;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import waymark.engine.Change;
import waymark.engine.Connections;
import waymark.engine.Engine;
import waymark.engine.Learned;
import waymark.engine.Limits;
import waymark.engine.Plane;
import waymark.engine.Sighting;
import waymark.engine.Source;
import waymark.engine.Threads;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Lifetime;
import waymark.policy.Link;
import waymark.policy.NamePattern;
import waymark.policy.Policy;
import waymark.policy.Rule;

/** What the engine itself takes to learn an address, without a kernel behind it. */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TableBenchmark {
  /** 8.0.0.0: an engine without a kernel behind it sends nothing anywhere. */
  private static final int FIRST = 0x0800_0000;

  private static final int KNOWN = 50_000;

  /** As many as a table holds at most, but for some. */
  private static final int MOST = 900_000;

  /** Rules, each of which may have 100,000 leases. */
  private static final int ZONES = 16;

  private Engine engine = engine();
  private Sighting[] sightings = {};
  private int fresh;
  private int at;

  /** Nothing learned yet. */
  public TableBenchmark() {}

  private static Engine engine() {
    List<Rule> rules = new ArrayList<>();
    for (int zone = 0; zone < ZONES; zone++) {
      rules.add(
          new Rule(
              "zone " + zone,
              List.of(Link.DIRECT),
              List.of(NamePattern.parse("z" + zone + ".example")),
              List.of(),
              0,
              Lifetime.DEFAULT,
              false));
    }
    Engine engine =
        new Engine(
            Policy.compile(List.of(), rules, List.of(Link.DIRECT)),
            Limits.DEFAULT,
            new Nowhere(),
            events -> {},
            Connections.NONE,
            _ -> {},
            InstantSource.system(),
            Threads.ONE);
    engine.install();
    return engine;
  }

  private static final class Nowhere implements Plane {
    @Override
    public void install(Policy policy, Supplier<Map<Address, Decision>> hosts) {}

    @Override
    public void apply(List<Change> changes) {}
  }

  /** Fills a table with what is known. */
  @Setup(Level.Iteration)
  public void fill() {
    engine = engine();
    sightings = new Sighting[KNOWN];
    for (int i = 0; i < KNOWN; i++) {
      sightings[i] = sighting(i);
      engine.learn(sightings[i]);
    }
    engine.commit();
    fresh = KNOWN;
  }

  private static Sighting sighting(int number) {
    return new Sighting(
        Source.DNS,
        List.of("n" + number + ".z" + number % ZONES + ".example"),
        Address.ofIpv4(FIRST + number),
        3600);
  }

  /** A name and address seen before. */
  @Benchmark
  public Learned known() {
    at = at + 1 == KNOWN ? 0 : at + 1;
    return engine.learn(sightings[at]);
  }

  /** A new name with a new address, learned and handed on; begun anew when the table is full. */
  @Benchmark
  public boolean unknown() {
    if (fresh == MOST) {
      fill();
    }
    engine.learn(sighting(fresh++));
    return engine.commit();
  }
}
