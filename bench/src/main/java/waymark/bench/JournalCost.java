package waymark.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import waymark.api.JournalStatus;
import waymark.api.Status;

/** What the journal costs: a router with each of its modes, the same load, in turns. */
final class JournalCost implements Measurement {
  private static final List<String> MODES = List.of("off", "hashed", "full");
  private static final int RATE = 10_000;
  private static final int ONE_IN = 10;
  private static final int ROUND = 1_000;
  private static final int WARM_UP_ROUNDS = 4;
  private static final long GAP = 1_000_000_000L / 2_000;

  private final Random random = new Random(1);

  @Override
  public Report measure(Effort effort) throws IOException, InterruptedException {
    return new Report(
        """
        Three networks, each with a router whose journal has another mode. The first table: a C program sends 10,000
        questions and answers a second through one router after the other; one answer in ten has a new name and address of
        a rule, the others are of no rule. `CPU time` is that of the whole process. The second table: one client for each
        router asks 2,000 questions a second, one at a time; the routers take turns of 1,000 questions in random order.
        `new` are names that were not asked before, 19 of 20 in a rule; `known` are the same names again. The third table:
        one thread records 10,000 rows a second in a journal, with no engine and no network.
        """,
        List.of(load(effort), delay(effort), new RecordingCost(effort).table()));
  }

  /** A router whose journal has a mode. */
  private record Line(String mode, Network network, EngineProcess engine) implements AutoCloseable {
    static Line start(String mode) {
      Network network = Network.of("journal-" + mode);
      String configuration = EngineProcess.zones("hold") + "journal: " + mode + "\n";
      return new Line(mode, network, EngineProcess.configured(network.router(), configuration));
    }

    @Override
    public void close() {
      engine.close();
      network.close();
    }
  }

  private static Report.Table load(Effort effort) throws InterruptedException {
    int seconds = effort.times(30, 5);
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "journal",
            "answers sent",
            "rows written",
            "rows lost",
            "bytes per row",
            "CPU time per answer",
            "of one core"));
    for (String mode : MODES) {
      try (Line line = Line.start(mode)) {
        sent(line, 5, 0);
        Thread.sleep(6_000);
        Status before = line.engine().status();
        long cpu = line.engine().processorNanos();
        long sent = sent(line, seconds, 5 * RATE);
        cpu = line.engine().processorNanos() - cpu;
        // Rows wait in memory for five seconds at most.
        Thread.sleep(6_000);
        JournalStatus after = line.engine().status().journal();
        long written = after.rows() - before.journal().rows();
        long bytes = after.bytes() - before.journal().bytes();
        rows.add(
            List.of(
                mode,
                Figures.whole(sent),
                Figures.whole(written),
                Figures.whole(after.lost() - before.journal().lost()),
                written == 0 ? "" : Figures.tenths(bytes / (double) written),
                String.format(Locale.ROOT, "%.1f µs", cpu / 1e3 / Math.max(1, sent)),
                Figures.tenths(cpu / 1e7 / seconds) + " %"));
      }
    }
    return new Report.Table("10,000 answers a second for " + seconds + " s", rows);
  }

  private static long sent(Line line, int seconds, int first) {
    try (Replay replay = Replay.start(line.network(), RATE, seconds, ONE_IN, 0, first)) {
      return replay.sent();
    }
  }

  private record Asker(Line line, DnsClient client, Samples fresh, Samples known) {
    static Asker of(Line line) {
      DnsClient client = DnsClient.open(line.network().client(), Network.DNS);
      return new Asker(line, client, new Samples(), new Samples());
    }
  }

  private Report.Table delay(Effort effort) throws IOException {
    List<Asker> askers = new ArrayList<>();
    try {
      for (String mode : MODES) {
        askers.add(Asker.of(Line.start(mode)));
      }
      List<Asker> turns = new ArrayList<>(askers);
      int rounds = effort.times(40, 4) + WARM_UP_ROUNDS;
      for (int round = 0; round < rounds; round++) {
        Collections.shuffle(turns, random);
        for (Asker asker : turns) {
          boolean counts = round >= WARM_UP_ROUNDS;
          ask(asker.client(), round * ROUND, counts ? asker.fresh() : new Samples());
          ask(asker.client(), round * ROUND, counts ? asker.known() : new Samples());
        }
      }
      return table(askers);
    } finally {
      for (Asker asker : askers) {
        asker.client().close();
        asker.line().close();
      }
    }
  }

  private static void ask(DnsClient client, int from, Samples samples) throws IOException {
    long next = System.nanoTime();
    for (int i = 0; i < ROUND; i++) {
      for (long wait = next - System.nanoTime(); wait > 0; wait = next - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      samples.add(client.time(from + i));
      next = Math.max(next + GAP, System.nanoTime());
    }
  }

  private static Report.Table table(List<Asker> askers) {
    Asker base = askers.getFirst();
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "µs",
            "new: median",
            "added",
            "p99",
            "added",
            "known: median",
            "added",
            "p99",
            "added"));
    for (Asker asker : askers) {
      List<String> row = new ArrayList<>(List.of(asker.line().mode()));
      times(asker.fresh(), base.fresh(), row);
      times(asker.known(), base.known(), row);
      rows.add(row);
    }
    return new Report.Table(
        "Time from question to answer, " + base.fresh().count() + " answers per mode and column",
        rows);
  }

  private static void times(Samples samples, Samples base, List<String> row) {
    for (int percentile : List.of(50, 99)) {
      long value = samples.percentile(percentile);
      row.add(Samples.micros(value));
      row.add(Samples.micros(value - base.percentile(percentile)));
    }
  }
}
