package waymark.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * How much longer an answer takes than on a router without any engine: one client, paced, that
 * measures from its question to the answer; the routers take turns.
 */
final class AddedTime implements Measurement {
  private static final int RATE = 2_000;
  private static final long GAP = 1_000_000_000L / RATE;
  private static final int ROUND = 1_000;
  private static final int WARM_UP_ROUNDS = 4;
  private static final int FIRST = 100;
  private static final String TIMES_C = "× C";

  private final Random random = new Random(1);

  @Override
  public Report measure(Effort effort) throws IOException {
    List<Report.Table> tables = new ArrayList<>();
    tables.add(steady(effort));
    tables.add(first(effort));
    return new Report(
        """
        Time from a client's question to its answer, at 2,000 questions a second, one at a time. Each contender has its
        own network (client, router and server, with the same addresses, names and programs). All networks exist at
        once, and the contenders take turns of 1,000 questions in random order. `added` is the difference to `no
        engine`, where the router only forwards packets. For dnsmasq, the client asks dnsmasq on the router, which asks
        the same server and does not cache. `C, accepts` has Waymark's rules, and a C program reads its queue and accepts
        every answer at once without looking into it: the floor of the method. `× C` is how many times as much a
        contender adds by the medians. `new` are names that were not asked before, 19 of 20 in a rule. `known` are the
        same names again, when the kernel has their addresses.
        """,
        tables);
  }

  private static final class Line {
    final Contender.Running running;
    final DnsClient client;
    final Samples fresh = new Samples();
    final Samples known = new Samples();
    int next;

    Line(Contender.Running running) {
      this.running = running;
      client = running.client();
    }
  }

  private Report.Table steady(Effort effort) throws IOException {
    List<Line> lines = new ArrayList<>();
    try {
      for (Contender contender : Contender.values()) {
        lines.add(new Line(contender.start()));
      }
      int rounds = effort.times(40, 4) + WARM_UP_ROUNDS;
      for (int round = 0; round < rounds; round++) {
        Collections.shuffle(lines, random);
        for (Line line : lines) {
          Samples none = new Samples();
          boolean counts = round >= WARM_UP_ROUNDS;
          ask(line.client, line.next, ROUND, counts ? line.fresh : none);
          ask(line.client, line.next, ROUND, counts ? line.known : none);
          line.next += ROUND;
        }
      }
      return table(lines);
    } finally {
      close(lines);
    }
  }

  private static void close(List<Line> lines) {
    for (Line line : lines) {
      line.client.close();
      line.running.close();
    }
  }

  private static void ask(DnsClient client, int from, int count, Samples samples)
      throws IOException {
    long next = System.nanoTime();
    for (int i = 0; i < count; i++) {
      for (long wait = next - System.nanoTime(); wait > 0; wait = next - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      samples.add(client.time(from + i));
      next = Math.max(next + GAP, System.nanoTime());
    }
  }

  private static Report.Table table(List<Line> lines) {
    List<Line> ordered = new ArrayList<>(lines);
    ordered.sort(Comparator.comparing(line -> line.running.contender()));
    Line base = lineOf(Contender.NOTHING, lines);
    Line floor = lineOf(Contender.ACCEPT, lines);
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "µs",
            "new: median",
            "p99",
            "added: median",
            "p99",
            TIMES_C,
            "known: median",
            "added",
            "p99",
            TIMES_C));
    for (Line line : ordered) {
      rows.add(
          List.of(
              line.running.contender().title(),
              Samples.micros(line.fresh.median()),
              Samples.micros(line.fresh.percentile(99)),
              added(line.fresh, base.fresh, 50),
              added(line.fresh, base.fresh, 99),
              timesFloor(line.fresh, base.fresh, floor.fresh),
              Samples.micros(line.known.median()),
              added(line.known, base.known, 50),
              added(line.known, base.known, 99),
              timesFloor(line.known, base.known, floor.known)));
    }
    return new Report.Table(
        "Delay added to an answer, " + base.fresh.count() + " answers per contender and column",
        rows);
  }

  private static Line lineOf(Contender contender, List<Line> lines) {
    return lines.stream()
        .filter(line -> line.running.contender() == contender)
        .findFirst()
        .orElseThrow();
  }

  /** How many times as much is added as by the C program, by the medians. */
  private static String timesFloor(Samples samples, Samples base, Samples floor) {
    return Samples.ratio(samples.median() - base.median(), floor.median() - base.median());
  }

  private static String added(Samples samples, Samples base, double percentile) {
    return Samples.micros(samples.percentile(percentile) - base.percentile(percentile));
  }

  /** A new process each time: what the first answers after it said that it is ready take. */
  private Report.Table first(Effort effort) throws IOException {
    Samples with = new Samples();
    Samples without = new Samples();
    Samples veryFirst = new Samples();
    try (Contender.Running plain = Contender.NOTHING.start();
        DnsClient other = plain.client()) {
      ask(other, 0, 4 * ROUND, new Samples());
      int runs = effort.times(20, 3);
      for (int run = 0; run < runs; run++) {
        try (Contender.Running hold = Contender.HOLD.start();
            DnsClient client = hold.client()) {
          // The client's and the server's own sockets are used once by a name of no rule.
          veryFirst.add(client.time(Sites.GROUP - 1));
          ask(client, Sites.GROUP, FIRST, with);
        }
        ask(other, Sites.GROUP, FIRST, without);
      }
    }
    return new Report.Table(
        "The first 100 answers after ready, of " + with.count() / FIRST + " processes",
        List.of(
            List.of("µs", "median", "p90", "p99", "added: median", "p90"),
            List.of(
                Contender.HOLD.title(),
                Samples.micros(with.median()),
                Samples.micros(with.percentile(90)),
                Samples.micros(with.percentile(99)),
                added(with, without, 50),
                added(with, without, 90)),
            List.of(
                Contender.NOTHING.title(),
                Samples.micros(without.median()),
                Samples.micros(without.percentile(90)),
                Samples.micros(without.percentile(99)),
                "",
                "")));
  }
}
