package waymark.kernel;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.Supplier;
import waymark.engine.Attribution;
import waymark.engine.Engine;
import waymark.engine.Event;
import waymark.engine.EventRing;
import waymark.engine.LeaseEvent;
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
import waymark.kernel.model.HostReport;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.WatchOptions;
import waymark.kernel.plane.PlaneDriver;
import waymark.kernel.reconcile.LinkChanges;
import waymark.kernel.reconcile.Reconciler;
import waymark.kernel.reconcile.SettingsWatch;
import waymark.kernel.system.ControlThread;
import waymark.kernel.system.KernelRandom;
import waymark.kernel.system.SteadyClock;
import waymark.policy.Address;
import waymark.policy.Link;
import waymark.policy.Network;
import waymark.policy.Policy;
import waymark.state.LeaseFile;

/**
 * All parts of this module, tied together: opened in the order in which they need each other, and
 * then started.
 */
final class HostParts {
  /** For so long a policy on trial may still be rolled back. */
  private static final Duration STOPPING = Duration.ofSeconds(3);

  private final InstantSource clock = new SteadyClock();
  final EventRing events = new EventRing(clock);

  private final OpenParts opened;

  /** Whether the start is over: from now on what is in the kernel stays there. */
  private volatile boolean started;

  final HostSettings settings;
  final LinkNumbering numbering;
  final ControlThread control;
  private final HostThreads threads;
  final PlaneDriver plane;
  private final Flows flows;
  final Engine engine;
  private final Capture capture;
  final EngineLoop loop;
  final LinkChanges links;
  private final ConnectionCounts counts;
  private final OpenConnections connections;
  final Accounting accounting;
  final Denials denials;
  private final Reconciler reconciler;
  final DnsWatch dnsWatch;
  final HostReports reports;
  final PolicyChanges changes;

  /**
   * Opens all parts, restores the leases from before a restart, and installs the policy.
   *
   * @param opened closed by the caller when this fails
   */
  HostParts(
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

  /** Lets answers be held and all parts run. */
  void start() {
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
    started = true;
  }

  /** See {@link KernelHost#stop}. */
  void stop() {
    threads.tellEngine(capture::release);
    control.endWithin(STOPPING);
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
      loop.post(() -> engine.tell(event));
    }
  }

  private CompletableFuture<List<Attribution>> attribute(List<Accounting.Question> questions) {
    return loop.ask(
        engine ->
            questions.stream()
                .map(question -> engine.knowledge().attribute(question.address(), question.link()))
                .toList());
  }

  /** The state of the host; counters may be old while the control thread is at work. */
  CompletableFuture<HostReport> report() {
    return reports.report();
  }
}
