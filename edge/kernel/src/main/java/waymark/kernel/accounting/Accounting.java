package waymark.kernel.accounting;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Attribution;
import waymark.kernel.links.LinkNumbering;
import waymark.kernel.model.Marks;
import waymark.kernel.model.TrafficReport;
import waymark.kernel.system.RestartingWorker;
import waymark.linux.Poller;
import waymark.linux.Wakeup;
import waymark.netlink.Conntrack;
import waymark.netlink.ConntrackEvents;
import waymark.netlink.ConntrackFilter;
import waymark.netlink.ConntrackFlow;
import waymark.netlink.ConntrackListener;
import waymark.policy.Address;

/**
 * Accounts for the use of links: bytes and packets by link, rule and address, on a separate thread.
 *
 * <pre>
 *  nftables' counters of links ───── every look ─┐
 *  conntrack: all connections ────── every look ─┼─▶ Accounts ─▶ TrafficReport, for any thread
 *  conntrack: connections that begin and end ───┘       ▲
 *                                   engine: whose is it ┘
 * </pre>
 *
 * <p>A scan of a hundred thousand connections takes a tenth of a second and more. Scans run every
 * two seconds while a client watches, otherwise every ten, and never for more than a twentieth of
 * the time.
 */
public final class Accounting implements AutoCloseable {
  /** The most addresses in a report; the rest is {@link TrafficReport#other}. */
  public static final int ADDRESSES = 1_000;

  private static final Logger log = LoggerFactory.getLogger(Accounting.class);
  private static final long WATCHED_EVERY = 2_000_000_000L;
  private static final long IDLE_EVERY = 10_000_000_000L;
  private static final long WATCHED_FOR = 10_000_000_000L;
  private static final int PAUSES_PER_LOOK = 19;

  /**
   * The time for which events of ended connections gather, because each wake-up costs as much as
   * several of them.
   */
  private static final long GATHER_MILLIS = 50;

  /**
   * The most addresses in one question to the engine, whose thread needs some microseconds for
   * them.
   */
  private static final int ATTRIBUTED_AT_ONCE = 50;

  private static final long PATIENCE_SECONDS = 5;

  private final Accounts accounts;
  private final LinkNumbering numbering;
  private final Attributor attributor;
  private final InstantSource clock;
  private final Wakeup wakeup = Wakeup.open();
  private final RestartingWorker worker;
  private volatile TrafficReport latest = TrafficReport.NONE;
  private volatile long watched = System.nanoTime() - WATCHED_FOR;
  private long lost;

  /** Asks for the rule and name behind the traffic to an address by a link. */
  public record Question(Address address, String link) {}

  /** Asks the engine; the answers are in the order of the questions. */
  public interface Attributor {
    CompletableFuture<List<Attribution>> ask(List<Question> questions);
  }

  public Accounting(
      Marks marks, LinkNumbering numbering, Attributor attributor, InstantSource clock) {
    accounts = new Accounts(marks, ADDRESSES);
    this.numbering = numbering;
    this.attributor = attributor;
    this.clock = clock;
    worker =
        new RestartingWorker(
            "waymark-accounting",
            log,
            "Traffic is not counted by rule and address until accounting restarts",
            this::count,
            () -> lost++,
            wakeup::wake);
  }

  public void start() {
    worker.start();
  }

  /** The report of the last scan. */
  public TrafficReport latest() {
    return latest;
  }

  /** The report of the last scan; from now on scans run more often for a while. */
  public TrafficReport watch() {
    boolean idle = System.nanoTime() - watched >= WATCHED_FOR;
    watched = System.nanoTime();
    if (idle) {
      wakeup.wake();
    }
    return latest;
  }

  private void count() throws InterruptedException {
    try (Conntrack conntrack = Conntrack.open();
        ConntrackEvents ends = ConntrackEvents.open();
        LinkMeter meter = new LinkMeter()) {
      Poller poller = Poller.of(wakeup.descriptor(), ends.descriptor());
      long next = System.nanoTime();
      long begun = next;
      while (worker.goesOn()) {
        long wait = next - System.nanoTime();
        if (wait > 0 && !accounts.isCrowded()) {
          poller.await((int) (wait / 1_000_000) + 1);
          if (wakeup.drain()) {
            next = Math.min(next, begun + WATCHED_EVERY);
          } else {
            Thread.sleep(GATHER_MILLIS);
          }
          ends.receive(new Listener());
        } else {
          long now = System.nanoTime();
          look(conntrack, ends, meter, now - begun);
          begun = now;
          long every = now - watched < WATCHED_FOR ? WATCHED_EVERY : IDLE_EVERY;
          next = now + Math.max(every, PAUSES_PER_LOOK * (System.nanoTime() - now));
        }
      }
    }
  }

  private final class Listener implements ConntrackListener {
    @Override
    public void began(ConntrackFlow flow) {
      accounts.began(flow);
    }

    @Override
    public void ended(ConntrackFlow flow) {
      accounts.ended(flow);
    }

    @Override
    public void lost() {
      lost++;
    }
  }

  private void look(Conntrack conntrack, ConntrackEvents ends, LinkMeter meter, long nanos)
      throws InterruptedException {
    long begin = System.nanoTime();
    ends.receive(new Listener());
    accounts.begin();
    conntrack.visit(ConntrackFilter.all(), accounts::shown);
    ends.receive(new Listener());
    meter.read();
    Map<Integer, String> names = names();
    attribute(accounts.end(), names);
    accounts.settle();
    latest = report(meter, names, nanos, System.nanoTime() - begin);
  }

  private Map<Integer, String> names() {
    Map<Integer, String> names = new HashMap<>();
    numbering.current().kept().forEach((name, number) -> names.put(Integer.parseInt(number), name));
    return names;
  }

  private void attribute(List<Account> busy, Map<Integer, String> names)
      throws InterruptedException {
    try {
      for (int from = 0; from < busy.size(); from += ATTRIBUTED_AT_ONCE) {
        List<Account> some = busy.subList(from, Math.min(from + ATTRIBUTED_AT_ONCE, busy.size()));
        List<Question> questions = new ArrayList<>(some.size());
        for (Account account : some) {
          questions.add(
              new Question(
                  account.place.address(), names.getOrDefault(account.place.number(), "")));
        }
        List<Attribution> answers =
            attributor.ask(questions).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        for (int i = 0; i < some.size(); i++) {
          Accounts.attribute(some.get(i), answers.get(i));
        }
      }
    } catch (ExecutionException | TimeoutException e) {
      log.debug(
          "The engine did not attribute traffic in time; it stays with its former rules: {}",
          e.toString());
    }
  }

  private TrafficReport report(LinkMeter meter, Map<Integer, String> names, long nanos, long took) {
    List<TrafficReport.OfLink> links = new ArrayList<>();
    int connections = 0;
    for (int number : sorted(names.keySet())) {
      int open = accounts.connections(number);
      connections += open;
      links.add(
          new TrafficReport.OfLink(
              names.getOrDefault(number, ""),
              open,
              meter.counts() ? meter.total(number) : accounts.link(number).total,
              (meter.counts() ? meter.last(number) : accounts.link(number).last).perSecond(nanos)));
    }
    List<TrafficReport.OfRule> rules = new ArrayList<>();
    accounts
        .rules()
        .forEach(
            (rule, account) ->
                rules.add(
                    new TrafficReport.OfRule(
                        rule, account.connections, account.total, account.last.perSecond(nanos))));
    rules.sort(
        Comparator.comparingLong((TrafficReport.OfRule rule) -> rule.perSecond().bytes())
            .thenComparing(rule -> rule.total().bytes())
            .reversed());
    List<TrafficReport.OfAddress> addresses = new ArrayList<>();
    for (Account account : accounts.ranked()) {
      addresses.add(
          new TrafficReport.OfAddress(
              account.place.address().toString(),
              account.name,
              account.rule,
              names.getOrDefault(account.place.number(), ""),
              account.connections,
              account.total,
              account.last.perSecond(nanos)));
    }
    return new TrafficReport(
        clock.millis(), took, connections, lost, links, rules, addresses, accounts.other());
  }

  private static List<Integer> sorted(Collection<Integer> numbers) {
    return numbers.stream().sorted().toList();
  }

  @Override
  public void close() {
    worker.close();
    wakeup.close();
  }
}
