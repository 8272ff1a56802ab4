package waymark.app.lab;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Kills the program in the middle of its work, and starts it again. */
final class Restart implements Scenario {
  private static final int DEAD_MILLIS = 300;
  private static final int AFTER_MILLIS = 200;

  @Override
  public String title() {
    return "kill -9";
  }

  @Override
  public void play(Lab lab) {
    List<Map.Entry<InetAddress, Uplink>> sites = new ArrayList<>(lab.known().entrySet());
    AtomicBoolean over = new AtomicBoolean();
    Lab.Counted<Interruption> counted =
        lab.counted(
            () -> {
              Future<Visits> visits =
                  lab.client().start(() -> Visits.until(lab.visitor(), sites, over));
              lab.router().kill();
              TimeUnit.MILLISECONDS.sleep(DEAD_MILLIS);
              boolean answered = isAnswered(lab);
              Duration ready = lab.startRouter("hold");
              TimeUnit.MILLISECONDS.sleep(AFTER_MILLIS);
              over.set(true);
              return new Interruption(HostThreads.await(visits), answered, ready);
            });
    Interruption outcome = counted.result();
    lab.add(
        new Row(
            title(),
            outcome.visits().count() + " connections meanwhile",
            "-",
            "the rule's link",
            outcome.visits().wrong().orElse("the rule's link"),
            counted.wrong(),
            "-",
            0,
            Outcome.of(outcome.visits().wrong().isEmpty() && counted.wrong() == 0),
            "dead for "
                + DEAD_MILLIS
                + " ms, ready again after "
                + outcome.ready().toMillis()
                + " ms"));
    lab.add(
        new Row(
            title(),
            "dead.other.example",
            "-",
            "answered",
            outcome.answered() ? "answered" : "not answered",
            0,
            "-",
            0,
            Outcome.of(outcome.answered()),
            "asked while no daemon ran"));
    new NameScenario(
            title(),
            "suffix",
            "",
            List.of(
                new NameScenario.Ask("after.suffix.example", NameScenario.Kind.IPV4, Uplink.ISP2)))
        .play(lab);
  }

  private record Interruption(Visits visits, boolean answered, Duration ready) {}

  private static boolean isAnswered(Lab lab) {
    String name = "dead.other.example";
    lab.zone().put(name, lab.addresses().ipv4(SiteAddresses.Block.ISP1));
    return lab.client().run(() -> !Browser.BY_IPV4.ask(name, DnsRecord.A).addresses().isEmpty());
  }
}
