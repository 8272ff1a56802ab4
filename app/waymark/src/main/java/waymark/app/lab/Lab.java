package waymark.app.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/** The network, its hosts at work, and what has been seen in it so far. */
public final class Lab implements AutoCloseable {
  private static final int MEASURED = 2_000;

  private static final int SLOWLY = 100;
  private static final int PAUSE_MILLIS = 5;

  /** Fewer than any burst has. */
  private static final int SELDOM = 20;

  /** Where the file is a link into /run, what it points at went away with the host's /run. */
  private static final String RESOLVER =
      """
      printf 'nameserver 10.1.0.1\\n' > /run/lab/resolv.conf
      file=$(readlink -m /etc/resolv.conf)
      case $file in
        /run/*) mkdir -p "${file%/*}"; cp /run/lab/resolv.conf "$file" ;;
        *) mount --bind /run/lab/resolv.conf "$file" ;;
      esac
      """;

  private final int names;
  private final int clients;
  private final List<Scenario> scenarios;
  private final LabNetwork network;
  private final SecondLink second;
  private final FirstPackets firstPackets;
  private final Zone zone = new Zone();
  private final SiteAddresses addresses = new SiteAddresses();
  private final List<AutoCloseable> servers;
  private final HostThreads client;
  private final HostThreads inRouter = new HostThreads(LabNetwork.ROUTER, 1);
  private final Router router;
  private final List<Row> rows = new ArrayList<>();
  private final List<LabReport.Timing> timings = new ArrayList<>();
  private final Map<InetAddress, Uplink> known = new ConcurrentHashMap<>();
  private final List<Long> seldom = new ArrayList<>();
  private AnswerTimes without = AnswerTimes.NONE;
  private String learning = "";

  /** Is told what comes next. */
  public interface Progress {
    /**
     * A part begins.
     *
     * @param number of the part, from 0
     * @param of how many
     */
    void begins(int number, int of, String title);
  }

  /**
   * Builds it in the namespaces of this process, which have to be private ({@link Enclosure}).
   *
   * @param all whether more is tried than the usual
   * @throws LabException when it cannot be built
   */
  public static Lab build(Launch launch, boolean all, int names, int clients) {
    return new Lab(launch, all ? Scenarios.all() : Scenarios.usual(), names, clients);
  }

  /**
   * Builds it.
   *
   * @param names how many new names come in the burst
   * @param clients how many ask at once
   */
  Lab(Launch launch, List<Scenario> scenarios, int names, int clients) {
    this.scenarios = scenarios;
    this.names = names;
    this.clients = clients;
    network = LabNetwork.build();
    second = SecondLink.build(network);
    firstPackets = FirstPackets.count(network);
    servers =
        List.of(
            SiteServer.open(LabNetwork.ISP1, Uplink.ISP1, SiteServer.PORT),
            SiteServer.open(LabNetwork.ISP2, Uplink.ISP2, SiteServer.PORT),
            SiteServer.open(LabNetwork.ISP1, Uplink.ISP1, SiteServer.OTHER_PORT),
            SiteServer.open(LabNetwork.ISP2, Uplink.ISP2, SiteServer.OTHER_PORT),
            NameServer.open(zone));
    client = new HostThreads(LabNetwork.CLIENT, clients);
    router =
        new Router(
            launch,
            second.link(),
            scenarios.stream().flatMap(scenario -> scenario.rules().stream()).toList());
  }

  /**
   * Tries everything.
   *
   * @throws LabException when the lab itself does not work
   */
  public LabReport play(Progress progress) {
    long start = System.nanoTime();
    int parts = scenarios.size() + 2;
    progress.begins(0, parts, "answer times without Waymark");
    measureWithout();
    progress.begins(1, parts, "start of Waymark");
    Duration ready = startRouter("hold");
    for (int i = 0; i < scenarios.size(); i++) {
      progress.begins(i + 2, parts, scenarios.get(i).title());
      scenarios.get(i).play(this);
    }
    progress.begins(parts, parts, "");
    timings.add(
        new LabReport.Timing(
            "held, now and then: the rows above",
            AnswerTimes.of(seldom.stream().mapToLong(Long::longValue).toArray())));
    return new LabReport(
        rows.stream().allMatch(Row::right),
        second.what(),
        names,
        clients,
        ready.toMillis(),
        rows,
        timings,
        Math.round((System.nanoTime() - start) / 1e8) / 10.0);
  }

  /** Opens a shell on the client, with Waymark holding answers, until it is left. */
  public void shell() {
    router.stop();
    startRouter("hold");
    SystemCommand.require("point the client at its DNS server", RESOLVER);
    String shell = System.getenv().getOrDefault("SHELL", "/bin/sh");
    try {
      SystemCommand.builder(LabNetwork.on(LabNetwork.CLIENT, List.of(shell)))
          .inheritIO()
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new LabException("cannot start " + shell + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void measureWithout() {
    for (int i = 0; i < Math.min(names, MEASURED); i++) {
      zone.put("t" + i + ".before.example", addresses.ipv4(SiteAddresses.Block.ISP1));
    }
    // The lab's own code has to be warm, or Waymark would look better than it is.
    measure(".before.example");
    measure(".before.example");
    timings.add(
        new LabReport.Timing("without Waymark, one after another", measure(".before.example")));
    timings.add(
        new LabReport.Timing("without Waymark, every 5 ms", measureSlowly(".before.example")));
    long[] nanos = new long[SELDOM];
    for (int i = 0; i < SELDOM; i++) {
      String name = "t" + i + ".before.example";
      nanos[i] =
          counted(() -> client.run(() -> Browser.BY_IPV4.ask(name, DnsRecord.A))).result().nanos();
    }
    without = AnswerTimes.of(nanos);
    timings.add(new LabReport.Timing("without Waymark, now and then", without));
  }

  /** How long answers to names with that ending take, one after the other. */
  AnswerTimes measure(String suffix) {
    return client.run(
        () -> AnswerTimes.measure(Browser.BY_IPV4, suffix, Math.min(names, MEASURED), 0));
  }

  /** How long they take when little happens. */
  AnswerTimes measureSlowly(String suffix) {
    return client.run(
        () -> AnswerTimes.measure(Browser.BY_IPV4, suffix, Math.min(names, SLOWLY), PAUSE_MILLIS));
  }

  /** Starts the router's Waymark, and tells how long it took. */
  Duration startRouter(String mode) {
    return startRouterWith(router.configuration(mode));
  }

  /** As {@link #startRouter}, with any configuration. */
  Duration startRouterWith(String configuration) {
    Duration ready = router.start(configuration);
    learning = router.status().learning().actual().toString();
    return ready;
  }

  int names() {
    return names;
  }

  int clients() {
    return clients;
  }

  SecondLink second() {
    return second;
  }

  LabNetwork network() {
    return network;
  }

  Zone zone() {
    return zone;
  }

  SiteAddresses addresses() {
    return addresses;
  }

  FirstPackets firstPackets() {
    return firstPackets;
  }

  HostThreads client() {
    return client;
  }

  HostThreads inRouter() {
    return inRouter;
  }

  Router router() {
    return router;
  }

  /** How the router treats answers, in its own word. */
  String learning() {
    return learning;
  }

  /** Sites whose link is known by now. */
  Map<InetAddress, Uplink> known() {
    return known;
  }

  Uplink visit(InetAddress site) {
    return client.run(() -> Browser.visit(site));
  }

  /** Visits every known site once more, and returns the first that was not where it should be. */
  Optional<String> revisit() {
    for (Map.Entry<InetAddress, Uplink> site : known.entrySet()) {
      Uplink taken = visit(site.getKey());
      if (taken != site.getValue()) {
        return Optional.of(
            site.getKey().getHostAddress()
                + " by "
                + taken.word()
                + " instead of "
                + site.getValue().word());
      }
    }
    return Optional.empty();
  }

  /** How much longer an answer took than they do without Waymark, in microseconds. */
  long added(Browser.Reply reply) {
    seldom.add(reply.nanos());
    return Math.max(0, Math.round(reply.nanos() / 1e3 - without.median()));
  }

  /** Does something, and tells how many first packets went wrong meanwhile. */
  <T> Counted<T> counted(Callable<T> work) {
    long before = firstPackets.wrong();
    try {
      T result = work.call();
      return new Counted<>(result, firstPackets.wrong() - before);
    } catch (IOException e) {
      throw new LabException("the client cannot do its work: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new LabException("unexpected: " + e, e);
    }
  }

  /** A result, and the first packets that went wrong meanwhile. */
  record Counted<T>(T result, long wrong) {}

  void add(Row row) {
    rows.add(row);
  }

  void add(LabReport.Timing timing) {
    timings.add(timing);
  }

  @Override
  public void close() {
    router.close();
    client.close();
    inRouter.close();
    for (AutoCloseable server : servers) {
      try {
        server.close();
      } catch (Exception e) {
        throw new LabException("a server of the lab does not end: " + e, e);
      }
    }
    second.close();
  }
}
