package waymark.kernel;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import waymark.engine.Attribution;
import waymark.engine.Engine;
import waymark.engine.Event;
import waymark.engine.EventRing;
import waymark.engine.Knowledge;
import waymark.engine.LeaseEvent;
import waymark.engine.PlaneException;
import waymark.engine.Transition;
import waymark.journal.RowSink;
import waymark.kernel.accounting.Accounting;
import waymark.kernel.capture.AnswerJournal;
import waymark.kernel.capture.Capture;
import waymark.kernel.capture.DnsIntake;
import waymark.kernel.capture.EngineLoop;
import waymark.kernel.capture.OutOfTurn;
import waymark.kernel.capture.Turn;
import waymark.kernel.capture.UnclaimedNames;
import waymark.kernel.capture.WarmUp;
import waymark.kernel.denials.DenialRecorder;
import waymark.kernel.denials.Denials;
import waymark.kernel.flows.ConnectionCounts;
import waymark.kernel.flows.FlowListener;
import waymark.kernel.flows.Flows;
import waymark.kernel.flows.OpenConnections;
import waymark.kernel.links.LinkNumbering;
import waymark.kernel.links.OutletSelection;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.DenialReport;
import waymark.kernel.model.Exemption;
import waymark.kernel.model.HostReport;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.LiveSettings;
import waymark.kernel.model.PolicyImpact;
import waymark.kernel.model.TrafficReport;
import waymark.kernel.model.WatchOptions;
import waymark.kernel.plane.PlaneDriver;
import waymark.kernel.reconcile.LinkChanges;
import waymark.kernel.reconcile.Reconciler;
import waymark.kernel.reconcile.SettingsWatch;
import waymark.kernel.system.ConnectionLabels;
import waymark.kernel.system.ControlThread;
import waymark.kernel.system.KernelRandom;
import waymark.kernel.system.SteadyClock;
import waymark.linux.Wakeup;
import waymark.policy.Address;
import waymark.policy.Link;
import waymark.policy.Network;
import waymark.policy.Policy;
import waymark.state.LeaseFile;

/** The engine at work on this host: all parts of this module, tied together. */
public final class KernelHost implements AutoCloseable {
  /** For so long a policy on trial may still be rolled back. */
  private static final Duration STOPPING = Duration.ofSeconds(3);

  private final InstantSource clock = new SteadyClock();
  private final EventRing events = new EventRing(clock);

  private final OpenParts opened;

  /** Whether the start is over: from now on what is in the kernel stays there. */
  private volatile boolean started;

  private final HostSettings settings;
  private final LinkNumbering numbering;
  private final ControlThread control;
  private final HostThreads threads;
  private final PlaneDriver plane;
  private final Flows flows;
  private final Engine engine;
  private final Capture capture;
  private final EngineLoop loop;
  private final LinkChanges links;
  private final ConnectionCounts counts;
  private final OpenConnections connections;
  private final Accounting accounting;
  private final Denials denials;
  private final Reconciler reconciler;
  private final DnsWatch dnsWatch;
  private final HostReports reports;
  private final PolicyChanges changes;

  private KernelHost(
      OpenParts opened,
      Policy policy,
      HostSettings settings,
      WatchOptions watchOptions,
      Supplier<RowSink> journal) {
    this.opened = opened;
    this.settings = settings;
    Executor background = task -> Thread.ofVirtual().name("waymark-snapshot").start(task);
    LeaseFile leases = new LeaseFile(settings.state(), background);
    opened.add(leases::close);
    control = new ControlThread();
    threads = new HostThreads(this::loop, control);
    Planes planes = Planes.of(settings);
    numbering = planes.numbering();
    plane = planes.open(settings.plane(), this::withoutChanges);
    opened.add(plane::close);
    if (!plane.isAnythingThere()) {
      opened.add(this::undo);
    }
    flows =
        new Flows(
            settings.captureSettings().scanBudget(), settings.marks(), numbering, new ToEngine());
    opened.add(flows::close);
    Turn turn = new Turn();
    OutOfTurn outside = new OutOfTurn(turn, plane, leases, this::holdAgain);
    engine = new Engine(policy, settings.limits(), outside, outside, flows, events, clock, threads);
    RowSink rows = journal.get();
    UnclaimedNames unclaimed = new UnclaimedNames();
    DnsIntake intake =
        new DnsIntake(engine, KernelRandom.number(), KernelRandom.number(), rows::isOn, unclaimed);
    AnswerJournal.Choice choice = (to, ipv4) -> OutletSelection.of(to, plane.states(), ipv4);
    AnswerJournal answers = new AnswerJournal(rows, engine, choice);
    capture = Capture.open(settings.captureSettings(), engine, intake, answers, turn, plane.hold());
    opened.add(capture::close);
    links = new LinkChanges(plane, engine, threads, this::endConnections, events);
    counts = new ConnectionCounts(plane, engine, flows, numbering);
    PeriodicTasks periodicTasks =
        new PeriodicTasks(
            plane,
            engine,
            capture,
            turn,
            flows,
            links,
            new SettingsWatch(planes.sysctls(), engine, threads),
            counts,
            leases,
            control);
    loop = new EngineLoop(engine, capture, periodicTasks::everyRound, periodicTasks::everySecond);
    opened.add(loop::close);
    dnsWatch = new DnsWatch(settings, intake, capture, loop, this::report);
    opened.add(dnsWatch::close);
    loop.start();
    control.start();
    // The control thread asks the engine's thread, which therefore ends after it.
    opened.add(control::close);
    connections = new OpenConnections(plane, engine, flows);
    changes =
        new PolicyChanges(
            control,
            threads,
            numbering,
            engine,
            plane,
            flows,
            connections,
            capture,
            dnsWatch,
            settings.plane());
    accounting = new Accounting(settings.marks(), numbering, this::attribute, clock);
    opened.add(accounting::close);
    DenialRecorder recorder = new DenialRecorder(rows, engine, unclaimed, choice);
    denials = new Denials(settings.captureSettings().denialGroup(), loop, recorder, clock);
    opened.add(denials::close);
    List<LeaseEvent.Held> held = leases.read();
    threads.tellEngine(
        () -> held.forEach(it -> engine.restore(it.names(), it.address(), it.expires())));
    threads.fromControl(() -> install(planes));
    reconciler =
        new Reconciler(
            settings,
            planes.eventSubscription(),
            plane,
            engine,
            threads,
            links,
            control,
            watchOptions);
    opened.add(reconciler::close);
    reports = new HostReports(settings, control, loop, plane, capture, flows, reconciler, dnsWatch);
  }

  private EngineLoop loop() {
    return loop;
  }

  /** Takes out again what a start has put into the kernel that then failed. */
  private void undo() {
    if (!started) {
      plane.remove();
    }
  }

  private Engine install(Planes planes) {
    engine.install();
    planes.retireOthers();
    Set<Address> own = plane.own();
    List<Network> near = plane.near();
    threads.tellEngine(() -> engine.own(own, near));
    return engine;
  }

  /** Has the engine's thread make no changes to the plane meanwhile. */
  private <T> T withoutChanges(Supplier<T> work) {
    threads.tellEngine(engine::pause);
    try {
      return work.get();
    } finally {
      threads.tellEngine(engine::resume);
    }
  }

  /** What was installed may be another table, which does not know that answers are read. */
  private void holdAgain() {
    loop.post(capture::renewHold);
  }

  private void endConnections(Link link, Predicate<Address> isLost) {
    loop.post(() -> flows.end(link, isLost));
  }

  /**
   * Prepares a start while the configuration is read, because the first native call takes as long
   * as reading it.
   */
  public static void prepare() {
    Thread.ofPlatform().name("waymark-prepare").daemon().start(() -> Wakeup.open().close());
  }

  /**
   * Takes this host and starts on it: see {@link HostClaim}.
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
    return HostClaim.take(settings).start(policy, watchOptions, () -> RowSink.NONE);
  }

  /**
   * Starts with the claim on this host.
   *
   * @param opened closed by the caller when this fails
   */
  static KernelHost start(
      OpenParts opened,
      Policy policy,
      HostSettings settings,
      WatchOptions watchOptions,
      Supplier<RowSink> journal) {
    KernelHost host =
        new KernelHost(opened, policy, ConnectionLabels.known(settings), watchOptions, journal);
    host.run();
    host.started = true;
    return host;
  }

  private void run() {
    threads.fromControl(
        () ->
            threads.onEngine(
                () -> {
                  new WarmUp(engine.policy(), plane, clock).run();
                  if (plane.mode() == CaptureSettings.Mode.HOLD) {
                    // From here on the queue is read, whatever happens.
                    capture.hold();
                  }
                  if (plane.isFirst()) {
                    flows.endUnanswered();
                  }
                  return capture;
                }));
    reports.report().join();
    opened.add(() -> threads.tellEngine(capture::release));
    flows.start();
    reconciler.start();
    accounting.start();
    denials.start();
    dnsWatch.start();
    // Events tell nothing of changes before this point.
    control.execute(links::follow);
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
      control.execute(() -> counts.counted(byLink));
    }

    @Override
    public void destinations(Set<Address> addresses) {
      loop.post(() -> connections.endRefused(addresses));
    }

    @Override
    public void ending(Set<Address> addresses) {
      plane.ended(addresses);
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
  public void judge(Map<String, String> unhealthy, Map<String, Long> latency) {
    control.execute(() -> links.judge(unhealthy, latency));
  }

  /** The marks of packets that leave by these links, by their names. */
  public Map<String, Integer> marks(List<Link> links) {
    return numbering.current().marks(links, settings.marks());
  }

  /** The name by which the interface that has this name is known now; it may be an alternative. */
  public String device(String name) {
    return plane.device(name);
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
    return changes.replace(policy, live(), held);
  }

  /**
   * As {@link #replace(Policy, List)}, with other settings; those of the old policy stay with it.
   *
   * @param live with the same group, queue and {@code withoutDaemon} as before
   */
  public CompletableFuture<Transition> replace(
      Policy policy, LiveSettings live, List<LeaseEvent.Held> held) {
    return changes.replace(policy, live, held);
  }

  /** As they are in force: the kernel may have no queue to hold answers. */
  private LiveSettings live() {
    return dnsWatch.settings().in(plane.mode());
  }

  /** The changes that another policy would make. */
  public CompletableFuture<PolicyImpact> impact(Policy policy) {
    return changes.impact(policy, live());
  }

  /** As {@link #impact(Policy)}, with other settings. */
  public CompletableFuture<PolicyImpact> impact(Policy policy, LiveSettings live) {
    return changes.impact(policy, live);
  }

  /** Asks the engine something, on its thread. */
  public <T> CompletableFuture<T> ask(Function<Engine, T> question) {
    return loop.ask(question);
  }

  /** The state of the host; counters may be old while the control thread is at work. */
  public CompletableFuture<HostReport> report() {
    return reports.report();
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

  /** What was refused of late. */
  public DenialReport denials() {
    return denials.latest();
  }

  /** Whether the kernel's state of an address is what the engine expects. */
  public CompletableFuture<Boolean> kernelHolds(Address address) {
    return reports.kernelHolds(address);
  }

  /** Why an address is exempt from the default to block. */
  public CompletableFuture<Exemption> exemption(Address address) {
    return loop.ask(engine -> plane.exemption(address));
  }

  /**
   * Begins to stop: from now on no answer is held, and after a few seconds no command runs any
   * more; who waits for what it does is told. {@link #close} stops the rest.
   */
  public void stop() {
    threads.tellEngine(capture::release);
    control.endWithin(STOPPING);
  }

  /** Stops; the decisions stay in the kernel. */
  @Override
  public void close() {
    opened.close();
  }
}
