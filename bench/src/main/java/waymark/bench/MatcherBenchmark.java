package waymark.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jol.info.GraphLayout;
import waymark.policy.Claim;
import waymark.policy.Lifetime;
import waymark.policy.Link;
import waymark.policy.NamePattern;
import waymark.policy.Names;
import waymark.policy.Policy;
import waymark.policy.Rule;

/**
 * The look-up of a name in a policy of many domains, and what loading them costs in time and
 * memory.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MatcherBenchmark {
  private static final String[] TOPS = {"com", "net", "org", "de", "co.uk", "ru", "io", "com.br"};
  private static final int LOOKUPS = 1 << 16;

  /** How many domains the policy has. */
  @Param({"1000", "1000000"})
  public int domains = 1_000_000;

  /** Whether names of the domains are looked up, or others. */
  @Param({"true", "false"})
  public boolean known = true;

  private Policy policy = policy(List.of());
  private final List<List<String>> below = new ArrayList<>();
  private final List<List<String>> others = new ArrayList<>();
  private List<String> name = List.of();
  private int at;

  /** Written, so that no load is optimised away. */
  public int touched;

  /** Compiles the policy and chooses the names to look up: each below a random domain. */
  @Setup
  public void compile() {
    List<String> names = names(domains, 1);
    policy = policy(names);
    Random random = new Random(2);
    List<String> unrelated = names(LOOKUPS, 3);
    for (int i = 0; i < LOOKUPS; i++) {
      below.add(List.of("www." + names.get(random.nextInt(domains))));
      others.add(List.of("www." + unrelated.get(i)));
    }
  }

  /** The next name, in the cache as one is that was just read from a packet. */
  @Setup(Level.Invocation)
  public void read() {
    at++;
    name = (known ? below : others).get(at & (LOOKUPS - 1));
    String text = name.getFirst();
    for (int i = 0; i < text.length(); i++) {
      touched += text.charAt(i);
    }
  }

  /** A name of one of the domains, or of none of them. */
  @Benchmark
  public List<Claim> claims() {
    return policy.claims(name);
  }

  private static List<String> names(int count, long seed) {
    Random random = new Random(seed);
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      StringBuilder name = new StringBuilder();
      letters(name, 5 + random.nextInt(12), random);
      if (random.nextInt(3) == 0) {
        name.append('.');
        letters(name, 4 + random.nextInt(8), random);
      }
      names.add(name.append('.').append(TOPS[random.nextInt(TOPS.length)]).toString());
    }
    return names;
  }

  private static void letters(StringBuilder text, int count, Random random) {
    for (int i = 0; i < count; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
  }

  private static Policy policy(List<String> domains) {
    Names.Builder names = new Names.Builder();
    for (String domain : domains) {
      names.add(NamePattern.parse(domain));
    }
    Rule rule =
        new Rule("many", List.of(Link.BLOCK), names.build(), List.of(), 0, Lifetime.DEFAULT, false);
    return Policy.compile(List.of(), List.of(rule), List.of(Link.DIRECT));
  }

  /** Time and memory of a million domains, the first load of the process. */
  static List<Report.Table> load() {
    // The JVM tells no field offsets of records; JOL then finds them by itself.
    System.setProperty("jol.magicFieldOffset", "true");
    List<String> names = names(1_000_000, 1);
    long begin = System.nanoTime();
    Policy policy = policy(names);
    long nanos = System.nanoTime() - begin;
    double mebibytes = GraphLayout.parseInstance(policy).totalSize() / 1024.0 / 1024;
    return List.of(
        new Report.Table(
            "1,000,000 domains, in a process that has loaded none before",
            List.of(
                List.of("load, ms", "kept, MiB"),
                List.of(Samples.millis(nanos), String.format(Locale.ROOT, "%.1f", mebibytes)))));
  }
}
