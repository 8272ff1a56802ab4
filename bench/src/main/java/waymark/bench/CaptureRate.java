package waymark.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import waymark.api.CaptureStatus;

/** How many answers a second one capture thread takes in before the kernel has to drop some. */
final class CaptureRate implements Measurement {
  private static final int[] RATES = {25_000, 50_000, 75_000, 100_000, 125_000, 150_000, 200_000};
  private static final int WARM_UP_SECONDS = 3;
  private static final int WARM_UP_RATE = 10_000;

  /** What the answers are. */
  private enum Mix {
    TENTH("one in ten in a rule, each with a new name and address", 10, false),
    ALL_NEW("all in a rule, new names and addresses", 1, false),
    ALL_KNOWN("all in a rule, names and addresses known", 1, true);

    final String title;
    final int oneIn;
    final boolean known;

    Mix(String title, int oneIn, boolean known) {
      this.title = title;
      this.oneIn = oneIn;
      this.known = known;
    }
  }

  @Override
  public Report measure(Effort effort) throws IOException, InterruptedException {
    List<Report.Table> tables = new ArrayList<>();
    for (Contender contender : List.of(Contender.OBSERVE, Contender.HOLD)) {
      for (Mix mix : Mix.values()) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
            List.of(
                "target, /s",
                "sent, /s",
                "answers sent",
                "read",
                "lost (as counted)",
                "not seen",
                "CPU time of the engine's process per answer"));
        int[] rates = effort == Effort.FULL ? RATES : new int[] {25_000, 100_000};
        for (int rate : rates) {
          rows.add(run(contender, mix, rate, effort.times(5, 2)));
        }
        tables.add(new Report.Table(contender.title() + ": " + mix.title, rows));
      }
    }
    return new Report(
        """
        A C program with two sockets (sendmmsg, 32 messages per call; one tracked flow) sends questions and their
        answers in pairs through a router with Waymark. It has the machine's other core. The engine reads questions and
        answers on one thread. `lost` is the engine's own count of copies and queued packets that the kernel had no room
        for. `not seen` are answers that the engine neither read nor counted as unasked or lost: they passed unread, or
        were dropped on the way. Each row is a new process, after three seconds at 10,000 answers a second.
        """,
        tables);
  }

  private static List<String> run(Contender contender, Mix mix, int rate, int seconds)
      throws IOException, InterruptedException {
    try (Contender.Running running = contender.start()) {
      EngineProcess engine = (EngineProcess) running.process();
      replay(running, mix, WARM_UP_RATE, WARM_UP_SECONDS, 0);
      Thread.sleep(500);
      CaptureStatus before = engine.status().capture();
      long cpu = engine.processorNanos();
      long sent = replay(running, mix, rate, seconds, WARM_UP_RATE * WARM_UP_SECONDS);
      CaptureStatus after = settled(engine);
      cpu = engine.processorNanos() - cpu;
      long taken = after.answers() - before.answers();
      long lost = after.lost() - before.lost();
      long unasked = after.unasked() - before.unasked();
      return List.of(
          Figures.whole(rate),
          Figures.whole(Math.round(sent / (double) seconds)),
          Figures.whole(sent),
          Figures.whole(taken),
          Figures.whole(lost),
          Figures.whole(Math.max(0, sent - taken - lost - unasked)),
          String.format(Locale.ROOT, "%.1f µs", cpu / 1e3 / Math.max(1, taken)));
    }
  }

  /** The figures when what waits in the kernel's buffers has been read. */
  private static CaptureStatus settled(EngineProcess engine) throws InterruptedException {
    CaptureStatus before = engine.status().capture();
    while (true) {
      Thread.sleep(1_000);
      CaptureStatus now = engine.status().capture();
      if (now.equals(before)) {
        return now;
      }
      before = now;
    }
  }

  /** How many pairs were sent. */
  private static long replay(
      Contender.Running running, Mix mix, int rate, int seconds, int firstNumber) {
    int known = mix.known ? 1000 : 0;
    try (Replay replay =
        Replay.start(running.network(), rate, seconds, mix.oneIn, known, firstNumber)) {
      return replay.sent();
    }
  }
}
