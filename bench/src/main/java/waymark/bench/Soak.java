package waymark.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import waymark.api.CaptureStatus;
import waymark.api.RuleStatus;
import waymark.api.Status;

/** Whether anything grows without bound under many answers with names that never repeat. */
final class Soak implements Measurement {
  private static final int RATE = 5_000;

  /** So often the engine may fail to say how it is. */
  private static final int UNANSWERED = 100;

  /** The rule whose leases live so long that they reach their bound. */
  private static final String BOUNDED = "long";

  /** Leases live 1 to 120 s and then drain; the other rule's live an hour. */
  private static final String CONFIGURATION =
      EngineProcess.LINKS
          + """
          rules:
            - { name: short0, to: up2, domains: [z0.example], ttl: { min: 1s, max: 24h } }
            - { name: short1, to: up2, domains: [z1.example], ttl: { min: 1s, max: 24h } }
            - { name: short2, to: up2, domains: [z2.example], ttl: { min: 1s, max: 24h } }
            - { name: short3, to: up2, domains: [z3.example], ttl: { min: 1s, max: 24h } }
            - { name: long, to: up2, domains: [z9.example], ttl: { min: 1s, max: 24h } }
          learn: { dns: hold, trust: any }
          """;

  /** One look at the process, the kernel and the disk. */
  private record Sample(
      double minute, Footprint footprint, long state, long elements, long cpu, Status status) {
    double megabytes() {
      return footprint.resident() / 1e6;
    }

    double leases() {
      return status.leases();
    }

    double addresses() {
      return status.addresses();
    }

    double bounded() {
      return status.rules().stream()
          .filter(rule -> rule.name().equals(BOUNDED))
          .mapToInt(RuleStatus::leases)
          .sum();
    }

    int draining() {
      return status.rules().stream().mapToInt(RuleStatus::draining).sum();
    }
  }

  private int unanswered;

  @Override
  public Report measure(Effort effort) throws IOException, InterruptedException {
    int seconds = effort.times(1_800, 15);
    int quiet = effort.times(150, 5);
    int every = effort.times(10, 2);
    List<Sample> samples = new ArrayList<>();
    long sent;
    try (Network network = Network.of("soak");
        EngineProcess engine = EngineProcess.configured(network.router(), CONFIGURATION);
        SetSizes sizes = network.router().call(SetSizes::open)) {
      long begin = System.nanoTime();
      samples.add(sample(sizes, engine, begin));
      try (Replay replay = Replay.soak(network, RATE, seconds)) {
        while (replay.isRunning()) {
          Thread.sleep(every * 1_000L);
          samples.add(sample(sizes, engine, begin));
        }
        sent = replay.sent();
      }
      for (int i = 0; i < quiet; i += every) {
        Thread.sleep(every * 1_000L);
        samples.add(sample(sizes, engine, begin));
      }
    }
    return new Report(
        """
        %,d answers a second for %,d minutes, each with a new name, through a router with Waymark in `hold`; then %d
        seconds without answers. Of 20 answers, 16 are in four rules and live for 1 to 120 s, 2 are in a rule (`long`)
        whose leases live for an hour and are limited to 100,000, and 2 are in no rule. Half have one of 131,072 IPv4
        addresses, half one of 1,048,576 IPv6 addresses. `draining`: expired leases that wait for two scans without a
        connection. `in the kernel`: elements of the sets of learned addresses, as the kernel counts them. `state`: the
        files that the next start reads. `lost`: answers that the kernel had no room for, or that waited too long.
        """
            .formatted(RATE, Math.round(seconds / 60.0), quiet),
        List.of(steps(samples, effort.times(12, 2)), whole(samples, sent)),
        List.of(chart(samples)));
  }

  private Sample sample(SetSizes sizes, EngineProcess engine, long begin) throws IOException {
    long elements = sizes.learned();
    Status status = status(engine);
    double minute = (System.nanoTime() - begin) / 60e9;
    return new Sample(
        minute, engine.footprint(), engine.stateBytes(), elements, engine.processorNanos(), status);
  }

  /** An engine that is late with its answer is asked again, and it is counted. */
  private Status status(EngineProcess engine) {
    while (true) {
      try {
        return engine.status();
      } catch (BenchException e) {
        unanswered++;
        if (unanswered == UNANSWERED) {
          throw e;
        }
      }
    }
  }

  /** Every so many samples, and the last. */
  private static Report.Table steps(List<Sample> samples, int step) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "minute",
            "RSS, MB",
            "leases",
            "of `long`",
            "draining",
            "addresses",
            "in the kernel",
            "state, MB",
            "descriptors",
            "threads",
            "answers/s",
            "lost",
            "processor"));
    Sample before = samples.getFirst();
    for (int i = 0; i < samples.size(); i++) {
      if (i % step == 0 || i == samples.size() - 1) {
        rows.add(row(before, samples.get(i)));
        before = samples.get(i);
      }
    }
    return new Report.Table("At the start, and every two minutes", rows);
  }

  private static List<String> row(Sample before, Sample now) {
    double seconds = Math.max(1e-9, (now.minute() - before.minute()) * 60);
    CaptureStatus captureStatus = now.status().capture();
    return List.of(
        Figures.tenths(now.minute()),
        Figures.rounded(now.megabytes()),
        Figures.rounded(now.leases()),
        Figures.rounded(now.bounded()),
        Figures.whole(now.draining()),
        Figures.rounded(now.addresses()),
        now.elements() < 0 ? "–" : Figures.whole(now.elements()),
        Figures.rounded(now.state() / 1e6),
        Figures.whole(now.footprint().descriptors()),
        Figures.whole(now.footprint().threads()),
        Figures.rounded((captureStatus.answers() - before.status().capture().answers()) / seconds),
        Figures.whole(lost(captureStatus) - lost(before.status().capture())),
        Figures.rounded((now.cpu() - before.cpu()) / seconds / 1e7) + " %");
  }

  private static long lost(CaptureStatus captureStatus) {
    return captureStatus.lost() + captureStatus.passedLate() + captureStatus.droppedLate();
  }

  private Report.Table whole(List<Sample> samples, long sent) {
    Status last = samples.getLast().status();
    CaptureStatus captureStatus = last.capture();
    return new Report.Table(
        "Total",
        List.of(
            List.of(
                "answers sent",
                "read",
                "lost by the kernel",
                "waited too long",
                "greatest memory, MB",
                "greatest number of leases",
                "status requests without an answer",
                "changes that the kernel refused",
                "repairs"),
            List.of(
                Figures.whole(sent),
                Figures.whole(captureStatus.answers()),
                Figures.whole(captureStatus.lost()),
                Figures.whole(captureStatus.passedLate() + captureStatus.droppedLate()),
                Figures.rounded(most(samples, Sample::megabytes)),
                Figures.rounded(most(samples, Sample::leases)),
                Figures.whole(unanswered),
                Figures.whole(last.failures()),
                Figures.whole(last.repairs()))));
  }

  private static double most(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return samples.stream().mapToDouble(figure).max().orElse(0);
  }

  private static Chart chart(List<Sample> samples) {
    List<Chart.Curve> leases = new ArrayList<>();
    leases.add(curve("leases", samples, Sample::leases));
    leases.add(curve("addresses", samples, Sample::addresses));
    leases.add(curve("leases of the bounded rule", samples, Sample::bounded));
    return new Chart(
        "soak.svg",
        "Memory and leases in a soak of %,d answers a second".formatted(RATE),
        List.of(
            new Chart.Panel(
                "Memory of the process, MB",
                List.of(curve("resident", samples, Sample::megabytes))),
            new Chart.Panel("Held", leases),
            new Chart.Panel(
                "State on disk, MB",
                List.of(curve("files", samples, sample -> sample.state() / 1e6)))));
  }

  private static Chart.Curve curve(
      String name, List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return new Chart.Curve(
        name,
        samples.stream()
            .map(sample -> new Chart.Point(sample.minute(), figure.applyAsDouble(sample)))
            .toList());
  }
}
