package waymark.app.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The network with its hosts and servers, and the run of the scenarios in it. */
public final class Lab implements AutoCloseable {
  private final int names;
  private final int clients;
  private final List<Scenario> scenarios;
  private final LabNetwork network;
  private final SecondLink second;
  private final FirstPackets firstPackets;
  private final Zone zone = new Zone();
  private final SiteAddresses addresses = new SiteAddresses();
  private final LabServers servers;
  private final HostThreads client;
  private final HostThreads inRouter = new HostThreads(LabNetwork.ROUTER, 1);
  private final Router router;
  private final AnswerMeter meter;
  private final LabResults results = new LabResults();
  private final Visitor visitor = new Visitor(new SilentConnections());
  private final List<Process> kept = new ArrayList<>();
  private final Tally tally = new Tally();
  private final AtomicInteger nextName = new AtomicInteger();
  private final Map<InetAddress, Uplink> known = new ConcurrentHashMap<>();
  private String learning = "";

  /** Takes what comes next. */
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
   * Builds it in the namespaces of this process, which must be private ({@link Enclosure}).
   *
   * @throws LabException when it cannot be built, or when no scenario is chosen
   */
  public static Lab build(Launch launch, Selection selection, int names, int clients) {
    return new Lab(launch, selection.scenarios(), names, clients);
  }

  /**
   * Builds it.
   *
   * @param names how many new names the burst has
   * @param clients how many clients ask at once
   */
  Lab(Launch launch, List<Scenario> scenarios, int names, int clients) {
    this.scenarios = scenarios;
    this.names = names;
    this.clients = clients;
    network = LabNetwork.build();
    second = SecondLink.build(network);
    firstPackets = FirstPackets.count(network);
    servers = LabServers.open(network, zone);
    client = new HostThreads(LabNetwork.CLIENT, clients);
    meter = new AnswerMeter(client, names);
    List<String> rules = scenarios.stream().flatMap(scenario -> scenario.rules().stream()).toList();
    // A configuration has at least one.
    router = new Router(launch, second.link(), rules.isEmpty() ? Steered.RULES : rules);
  }

  /**
   * Runs all scenarios.
   *
   * @throws LabException when the lab itself does not work
   */
  public LabReport play(Progress progress) {
    long start = System.nanoTime();
    int parts = scenarios.size() + 2;
    progress.begins(0, parts, "answer times without Waymark");
    meter.measureWithout(this);
    long sentAgain = Retransmissions.count();
    progress.begins(1, parts, "start of Waymark");
    Duration ready = startRouter("hold");
    for (int i = 0; i < scenarios.size(); i++) {
      progress.begins(i + 2, parts, scenarios.get(i).title());
      play(scenarios.get(i));
    }
    progress.begins(parts, parts, "");
    results.addSilent(visitor.silent().takeAll());
    return results.report(
        this, ready, Retransmissions.count() - sentAgain, System.nanoTime() - start);
  }

  /** What one scenario breaks does not stop the others. */
  private void play(Scenario scenario) {
    try {
      scenario.play(this);
    } catch (LabException e) {
      add(
          Row.of(
              scenario.title(),
              "everything",
              "-",
              "-",
              "the scenario fails",
              0,
              Outcome.WRONG,
              String.valueOf(e.getMessage())));
    }
  }

  /** Opens a shell on the client, with Waymark holding answers, until the user leaves it. */
  public void shell() {
    router.stop();
    startRouter("hold");
    ClientShell.open();
  }

  /** Starts the router's Waymark, and returns how long that took. */
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

  /** How the router treats answers: hold, observe or off. */
  String learning() {
    return learning;
  }

  /** Sites with the uplink that they must take by now. */
  Map<InetAddress, Uplink> known() {
    return known;
  }

  Uplink visit(InetAddress site) {
    return client.run(() -> visitor.visit(site));
  }

  /** Visits every known site again, and describes the first that took the wrong uplink. */
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

  /** Does something, and counts the first packets that took the wrong uplink meanwhile. */
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

  /** A result, and how many packets took the wrong uplink meanwhile. */
  record Counted<T>(T result, long wrong) {}

  /** Lets a process run until the lab ends. */
  void keep(Process process) {
    kept.add(process);
  }

  Visitor visitor() {
    return visitor;
  }

  Tally tally() {
    return tally;
  }

  /** A number that no name has yet. */
  int nextName() {
    return nextName.getAndIncrement();
  }

  AnswerMeter meter() {
    return meter;
  }

  LabResults results() {
    return results;
  }

  /** Opens a connection on a host, and counts it. */
  Uplink reach(HostThreads host, InetSocketAddress from, InetSocketAddress site) {
    return tally.connection(host.run(() -> visitor.visit(from, site)));
  }

  /** As {@link #counted}, with all packets that took the wrong uplink, beside neighbours. */
  <T> Counted<T> beside(Callable<T> work) {
    long before = firstPackets.astray();
    Counted<T> counted = counted(work);
    long astray = firstPackets.astray() - before;
    tally.astray(astray);
    return new Counted<>(counted.result(), astray);
  }

  void add(Row row) {
    results.add(row);
  }

  void add(LabReport.Timing timing) {
    results.add(timing);
  }

  @Override
  public void close() {
    router.close();
    client.close();
    inRouter.close();
    kept.forEach(Process::destroy);
    servers.close();
    second.close();
  }
}
