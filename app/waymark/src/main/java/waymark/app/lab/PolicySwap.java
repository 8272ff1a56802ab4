package waymark.app.lab;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Swaps the policy again and again while clients keep connecting. */
final class PolicySwap implements Scenario {
  private static final int SWAPS = 50;
  private static final int MORE_RULES = 200;
  private static final int THREADS = 2;

  @Override
  public String title() {
    return "policy swap";
  }

  @Override
  public void play(Lab lab) {
    lab.router().stop();
    lab.startRouter("hold");
    List<String> few = lab.router().rules();
    List<String> many = new ArrayList<>(few);
    for (int i = 0; i < MORE_RULES; i++) {
      many.add(
          i,
          "- { name: more%d, to: isp1, domains: [more%d.example], networks: [203.0.113.%d] }"
              .formatted(i, i, i));
    }
    List<Map.Entry<InetAddress, Uplink>> sites = new ArrayList<>(lab.known().entrySet());
    AtomicBoolean over = new AtomicBoolean();
    long[] nanos = new long[SWAPS];
    Lab.Counted<List<Visits>> visits =
        lab.counted(
            () -> {
              List<Future<Visits>> running = new ArrayList<>();
              for (int i = 0; i < Math.min(THREADS, lab.clients()); i++) {
                running.add(lab.client().start(() -> Visits.until(lab.visitor(), sites, over)));
              }
              try {
                for (int i = 0; i < SWAPS; i++) {
                  long start = System.nanoTime();
                  lab.router().apply("", "", i % 2 == 0 ? many : few);
                  nanos[i] = System.nanoTime() - start;
                }
              } finally {
                over.set(true);
              }
              return running.stream().map(HostThreads::await).toList();
            });
    Optional<String> wrong =
        visits.result().stream().flatMap(one -> one.wrong().stream()).findFirst();
    int count = visits.result().stream().mapToInt(Visits::count).sum();
    AnswerTimes times = AnswerTimes.of(nanos);
    lab.add(
        Row.of(
            title(),
            SWAPS + " times, " + count + " connections",
            "-",
            "the rule's link",
            wrong.orElse("the rule's link"),
            visits.wrong(),
            Outcome.of(wrong.isEmpty() && visits.wrong() == 0),
            few.size()
                + " rules and "
                + many.size()
                + " in turn; a swap took "
                + TimeUnit.MICROSECONDS.toMillis((long) times.median())
                + " ms, the longest "
                + TimeUnit.MICROSECONDS.toMillis((long) times.p99())
                + " ms"));
    Optional<String> after = lab.revisit();
    lab.add(
        Row.of(
            title(),
            "what was learned before",
            "-",
            "the rule's link",
            after.orElse("the rule's link"),
            0,
            Outcome.of(after.isEmpty()),
            "visited again"));
  }
}
