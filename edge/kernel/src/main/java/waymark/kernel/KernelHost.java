package waymark.kernel;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import waymark.engine.Attribution;
import waymark.engine.Engine;
import waymark.engine.Event;
import waymark.engine.EventRing;
import waymark.engine.Knowledge;
import waymark.engine.LeaseEvent;
import waymark.engine.Limits;
import waymark.engine.PlaneException;
import waymark.engine.Transition;
import waymark.kernel.accounting.Accounting;
import waymark.kernel.capture.Capture;
import waymark.kernel.capture.DnsIntake;
import waymark.kernel.capture.EngineLoop;
import waymark.kernel.capture.WarmUp;
import waymark.kernel.flows.ConnectionCounts;
import waymark.kernel.flows.FlowListener;
import waymark.kernel.flows.Flows;
import waymark.kernel.flows.OpenConnections;
import waymark.kernel.links.LinkNumbering;
import waymark.kernel.model.Exemption;
import waymark.kernel.model.HostReport;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.PolicyImpact;
import waymark.kernel.model.TrafficReport;
import waymark.kernel.model.WatchOptions;
import waymark.kernel.plane.PlaneCounters;
import waymark.kernel.plane.PlaneDriver;
import waymark.kernel.reconcile.LinkChanges;
import waymark.kernel.reconcile.Reconciler;
import waymark.kernel.system.ConnectionLabels;
import waymark.kernel.system.HostLock;
import waymark.kernel.system.KernelRandom;
import waymark.kernel.system.StateFolder;
import waymark.kernel.system.SteadyClock;
import waymark.linux.Wakeup;
import waymark.policy.Address;
import waymark.policy.Link;
import waymark.policy.Policy;
import waymark.state.LeaseFile;

/** The engine at work on this host: all parts of this module, tied together. */
public final class KernelHost implements AutoCloseable {
  private final InstantSource clock = new SteadyClock();
  private final EventRing events = new EventRing(clock);

  /** Closes what was opened, the last first. */
  private final Deque<Runnable> opened;

  private final HostSettings settings;
  private final LinkNumbering numbering;
  private final PlaneDriver plane;
  private final Flows flows;
  private final Engine engine;
  private final Capture capture;
  private final EngineLoop loop;
  private final LinkChanges links;
  private final ConnectionCounts counts;
  private final OpenConnections connections;
  private final Accounting accounting;
  private final Reconciler reconciler;
  private final DnsWatch dnsWatch;

  private KernelHost(
      Deque<Runnable> opened, Policy policy, HostSettings settings, WatchOptions watchOptions) {
    this.opened = opened;
    this.settings = settings;
    Executor background = task -> Thread.ofVirtual().name("waymark-snapshot").start(task);
    LeaseFile leases = new LeaseFile(settings.state(), background);
    opened.push(leases::close);
    Planes planes = Planes.of(settings);
    numbering = planes.numbering();
    plane = planes.open(settings.plane());
    opened.push(plane::close);
    flows =
        new Flows(
            settings.captureSettings().scanBudget(), settings.marks(), numbering, new ToEngine());
    opened.push(flows::close);
    engine = new Engine(policy, Limits.DEFAULT, plane, leases, flows, events, clock);
    for (LeaseEvent.Held held : leases.read()) {
      engine.restore(held.names(), held.address(), held.expires());
    }
    DnsIntake intake = new DnsIntake(engine, KernelRandom.number(), KernelRandom.number());
    capture = Capture.open(settings.captureSettings(), engine, intake);
    opened.push(capture::close);
    engine.install();
    planes.retireOthers();
    engine.own(plane.own(), plane.near());
    links = new LinkChanges(plane, engine, flows::end, events);
    counts = new ConnectionCounts(plane, engine, flows, numbering);
    PeriodicTasks periodicTasks = new PeriodicTasks(plane, engine, flows, links, counts, leases);
    loop = new EngineLoop(engine, capture, periodicTasks::everyRound, periodicTasks::everySecond);
    opened.push(loop::close);
    connections = new OpenConnections(plane, engine, flows);
    accounting = new Accounting(settings.marks(), numbering, this::attribute, clock);
    opened.push(accounting::close);
    reconciler =
        new Reconciler(
            settings, planes.eventSubscription(), plane, engine, links, loop::post, watchOptions);
    opened.push(reconciler::close);
    dnsWatch = new DnsWatch(settings, intake, capture, loop);
    opened.push(dnsWatch::close);
  }

  /**
   * Prepares a start while the configuration is read, because the first native call takes as long
   * as reading it.
   */
  public static void prepare() {
    Thread.ofPlatform().name("waymark-prepare").daemon().start(() -> Wakeup.open().close());
  }

  /**
   * Starts on this host: restores the leases from before a restart, and then captures answers.
   *
   * @throws MissingCapabilityException when this process lacks a capability
   * @throws KernelException when another daemon runs here, or another program owns the table
   * @throws PlaneException when the kernel refuses
   */
  public static KernelHost start(Policy policy, HostSettings settings) {
    return start(policy, settings, WatchOptions.DEFAULT);
  }

  /** As {@link #start(Policy, HostSettings)}, with other options for the reconciler. */
  public static KernelHost start(Policy policy, HostSettings settings, WatchOptions watchOptions) {
    Deque<Runnable> opened = new ArrayDeque<>();
    opened.push(HostLock.take()::close);
    try {
      StateFolder.open(settings.state());
      KernelHost host =
          new KernelHost(opened, policy, ConnectionLabels.known(settings), watchOptions);
      host.run();
      return host;
    } catch (RuntimeException | Error e) {
      opened.forEach(Runnable::run);
      throw e;
    }
  }

  private void run() {
    new WarmUp(engine.policy(), plane, clock).run();
    capture.warmVerdicts();
    capture.compare(plane.counters().answers());
    if (plane.isFirst()) {
      flows.endUnanswered();
    }
    flows.start();
    reconciler.start();
    loop.start();
    accounting.start();
    dnsWatch.start();
    // Events tell nothing of changes before this point.
    loop.post(links::follow);
    loop.post(connections::endRefused);
  }

  /** Hands the results of scans over to the engine's thread. */
  private final class ToEngine implements FlowListener {
    @Override
    public void used(Set<Address> addresses) {
      loop.post(() -> engine.used(addresses));
    }

    @Override
    public void counted(Map<Integer, Integer> byLink) {
      loop.post(() -> counts.counted(byLink));
    }

    @Override
    public void destinations(Set<Address> addresses) {
      loop.post(() -> connections.endRefused(addresses));
    }

    @Override
    public void ended(Event.Moved event) {
      tell(event);
    }
  }

  private CompletableFuture<List<Attribution>> attribute(List<Accounting.Question> questions) {
    return loop.ask(
        engine ->
            questions.stream()
                .map(question -> engine.knowledge().attribute(question.address(), question.link()))
                .toList());
  }

  /**
   * Takes in the results of health checks.
   *
   * @param unhealthy the names of links that count as down, whatever the state of their interface
   * @param latency the smoothed latency in nanoseconds by the link's name; a link without one is
   *     never the fastest
   */
  public void judge(Set<String> unhealthy, Map<String, Long> latency) {
    loop.post(() -> links.judge(unhealthy, latency));
  }

  /** The marks of packets that leave by these links, by their names. */
  public Map<String, Integer> marks(List<Link> links) {
    return numbering.current().marks(links, settings.marks());
  }

  /** Adds an event to {@link #events}. */
  public void tell(Event event) {
    loop.post(() -> engine.tell(event));
  }

  /**
   * Puts another policy in force, in one transaction, and ends the connections of links that it
   * removes. It fails with the reason of the kernel, and then the old policy stays.
   *
   * @param held the leases to restore: those that {@link Knowledge#leases} gave while that policy
   *     was in force before
   */
  public CompletableFuture<Transition> replace(Policy policy, List<LeaseEvent.Held> held) {
    return loop.ask(
        engine -> {
          Set<Integer> gone = numbering.current().gone(engine.policy(), policy);
          Transition transition = engine.replace(policy, held);
          gone.forEach(flows::end);
          connections.endRefused();
          return transition;
        });
  }

  /** The changes that another policy would make. */
  public CompletableFuture<PolicyImpact> impact(Policy policy) {
    return loop.ask(engine -> DryRun.of(policy, engine, plane, numbering))
        .thenCompose(
            it -> flows.impact(it.transition(), it.numbers(), it.gone(), it.before(), it.after()));
  }

  /** Asks the engine something, on its thread. */
  public <T> CompletableFuture<T> ask(Function<Engine, T> question) {
    return loop.ask(question);
  }

  /** The state of the host, read on the engine's thread. */
  public CompletableFuture<HostReport> report() {
    return loop.ask(
        engine -> {
          PlaneCounters counters = plane.counters();
          capture.compare(counters.answers());
          return new HostReport(
              engine.snapshot(),
              plane.states(),
              counters.wrongLink(),
              settings.plane(),
              settings.marks().hasLabels(),
              plane.mode(),
              capture.figures(),
              capture.gaps(counters.unseen()),
              flows.ended(),
              counters.denied(),
              reconciler.neighbours());
        });
  }

  /** The recent events. */
  public EventRing events() {
    return events;
  }

  /** The links' traffic; counters are read more often for a while after each call. */
  public TrafficReport watchTraffic() {
    return accounting.watch();
  }

  /** The links' traffic when counters were last read. */
  public TrafficReport traffic() {
    return accounting.latest();
  }

  /** Whether the kernel's state of an address is what the engine expects. */
  public CompletableFuture<Boolean> kernelHolds(Address address) {
    return loop.ask(engine -> plane.holds(address, engine.knowledge().explain(address).carried()));
  }

  /** Why an address is exempt from the default to block. */
  public CompletableFuture<Exemption> exemption(Address address) {
    return loop.ask(engine -> plane.exemption(address));
  }

  /** Stops; the decisions stay in the kernel. */
  @Override
  public void close() {
    opened.forEach(Runnable::run);
  }
}
