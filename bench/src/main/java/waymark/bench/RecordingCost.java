package waymark.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import waymark.journal.Journal;
import waymark.journal.JournalFigures;
import waymark.journal.JournalSettings;
import waymark.journal.Outcome;
import waymark.journal.Row;
import waymark.journal.RowSink;
import waymark.policy.Address;

/** What a row costs the thread that records it, and the one that writes it. */
final class RecordingCost {
  private static final int RATE = 10_000;
  private static final int BATCH = 100;
  private static final int NAMES = 20_000;
  private static final int CLIENTS = 200;

  private final int seconds;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final List<Row> rows = rows(new Random(1));

  RecordingCost(Effort effort) {
    seconds = effort.times(20, 3);
  }

  /** Names are asked for as people do: few of them often. */
  private static List<Row> rows(Random random) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      int name = (int) (NAMES * Math.pow(random.nextDouble(), 3));
      String site = "site" + name * 31 % NAMES + ".example";
      List<String> names =
          name % 3 == 0
              ? List.of("www." + site, "edge" + name + ".cdn.example")
              : List.of("www." + site);
      List<Address> addresses = new ArrayList<>();
      for (int j = 0; j <= name % 4; j++) {
        addresses.add(Address.ofIpv4(0xc6120000 + name * 4 + j));
      }
      boolean ruled = name % 5 == 0;
      rows.add(
          new Row.Answer(
              Address.ofIpv4(0xc0a80100 + random.nextInt(CLIENTS)),
              names,
              addresses,
              ruled ? "video" : "default",
              ruled ? "vpn" : "direct",
              ruled ? 500 + random.nextInt(1_000) : 0,
              ruled ? Outcome.HELD : Outcome.PASSED));
    }
    return rows;
  }

  Report.Table table() throws IOException {
    List<List<String>> table = new ArrayList<>();
    table.add(
        List.of(
            "journal",
            "rows",
            "lost",
            "to record a row: median, ns",
            "p99, ns",
            "allocated, bytes",
            "to write a row: CPU time, µs",
            "bytes per row"));
    for (JournalSettings.Mode mode :
        List.of(JournalSettings.Mode.HASHED, JournalSettings.Mode.FULL)) {
      Path folder = Files.createTempDirectory("waymark-bench-");
      try {
        table.add(row(mode, folder));
      } finally {
        delete(folder);
      }
    }
    return new Report.Table("The journal alone, " + seconds + " s", table);
  }

  private List<String> row(JournalSettings.Mode mode, Path folder) {
    JournalSettings settings = new JournalSettings(mode, 2_000_000_000, 14);
    try (Journal journal = Journal.open(folder, settings, InstantSource.system())) {
      RowSink sink = journal.sink();
      record(sink, 3 * RATE, new Samples());
      journal.reader();
      JournalFigures before = journal.figures();
      int count = seconds * RATE;
      Samples samples = new Samples(count);
      long writer = writer();
      long cpu = threads.getThreadCpuTime(writer);
      long allocated = threads.getCurrentThreadAllocatedBytes();
      record(sink, count, samples);
      allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
      journal.reader();
      JournalFigures after = journal.figures();
      cpu = threads.getThreadCpuTime(writer) - cpu;
      long written = after.rows() - before.rows();
      return List.of(
          mode.name().toLowerCase(Locale.ROOT),
          Figures.whole(written),
          Figures.whole(after.lost() - before.lost()),
          Figures.whole(samples.median()),
          Figures.whole(samples.percentile(99)),
          Figures.tenths(allocated / (double) count),
          Samples.micros(cpu / Math.max(1, written)),
          Figures.tenths((after.bytes() - before.bytes()) / (double) Math.max(1, written)));
    }
  }

  private long writer() {
    for (ThreadInfo thread : threads.dumpAllThreads(false, false)) {
      if (thread.getThreadName().equals("waymark-journal")) {
        return thread.getThreadId();
      }
    }
    throw new BenchException("no thread writes the journal");
  }

  /** In batches, because to sleep for the gap between two rows is not precise enough. */
  private void record(RowSink sink, int count, Samples samples) {
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      if (i % BATCH == 0) {
        long wait = begin + i * (1_000_000_000L / RATE) - System.nanoTime();
        if (wait > 0) {
          LockSupport.parkNanos(wait);
        }
      }
      Row row = rows.get(i % rows.size());
      long start = System.nanoTime();
      sink.record(row);
      samples.add(System.nanoTime() - start);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
