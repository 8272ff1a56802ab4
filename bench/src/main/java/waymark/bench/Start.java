package waymark.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import waymark.api.Status;

/** How soon a process is ready, and the memory that it has at rest and with many leases. */
final class Start implements Measurement {
  private static final int LEASES = 100_000;

  @Override
  public Report measure(Effort effort) throws IOException, InterruptedException {
    Samples command = new Samples();
    Samples program = new Samples();
    Samples restart = new Samples();
    Samples resident = new Samples();
    List<List<String>> memory;
    try (Network network = Network.of("start")) {
      List<String> words = words(network);
      for (int i = 0; i < effort.times(20, 3); i++) {
        fresh(network);
        try (EngineProcess engine = EngineProcess.start(network.router(), "hold")) {
          command.add(engine.startNanos());
        }
        fresh(network);
        try (EngineProcess engine = EngineProcess.start(network.router(), "hold", words)) {
          program.add(engine.startNanos());
          Thread.sleep(2_000);
          resident.add(engine.resident());
        }
        // What the process before put into the kernel is still there.
        try (EngineProcess engine = EngineProcess.start(network.router(), "hold", words)) {
          restart.add(engine.startNanos());
        }
      }
      memory =
          List.of(
              List.of("RSS", "MB"),
              List.of("2 s after ready, median", megabytes(resident.median())));
    }
    List<List<String>> rows = new ArrayList<>(memory);
    rows.addAll(leases(effort));
    return new Report(
        """
        Time from before the process is created until it says that it is ready: the table and the links are in the
        kernel, and the capture is open and warmed up. With the AOT cache that `./waymark` creates when it builds.
        """,
        List.of(
            new Report.Table(
                "Exec to ready, " + program.count() + " times",
                List.of(
                    List.of("ms", "median", "p90", "greatest"),
                    row("`java …`, as `./waymark run` starts it", program),
                    row("the same, with the table of the previous process in the kernel", restart),
                    row("`./waymark run`, including its check of the sources", command))),
            new Report.Table("Memory", rows)));
  }

  /** The words that ./waymark starts the program by. */
  private static List<String> words(Network network) throws IOException {
    try (EngineProcess engine = EngineProcess.start(network.router(), "hold")) {
      return engine.words();
    }
  }

  private static void fresh(Network network) {
    network.router().run("nft", "flush", "ruleset");
  }

  private static List<String> row(String title, Samples samples) {
    return List.of(
        title,
        Samples.millis(samples.median()),
        Samples.millis(samples.percentile(90)),
        Samples.millis(samples.percentile(100)));
  }

  private static List<List<String>> leases(Effort effort) throws IOException, InterruptedException {
    try (Contender.Running running = Contender.HOLD.start();
        DnsClient client = running.client()) {
      int wanted = effort.times(LEASES, 2_000);
      EngineProcess engine = (EngineProcess) running.process();
      long begin = engine.resident();
      long most = begin;
      int learned = 0;
      for (int number = 0; learned < wanted; number++) {
        client.time(number);
        learned += Sites.kind(number) == Sites.Kind.OTHER ? 0 : Sites.size(number);
        if (number % 1_000 == 0) {
          most = Math.max(most, engine.resident());
        }
      }
      Thread.sleep(5_000);
      Status status = engine.status();
      return List.of(
          List.of(
              String.format(
                  Locale.ROOT,
                  "with %,d leases of %,d addresses",
                  status.leases(),
                  status.addresses()),
              megabytes(engine.resident())),
          List.of("greatest while they were learned", megabytes(most)));
    }
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.0f", bytes / 1e6);
  }
}
