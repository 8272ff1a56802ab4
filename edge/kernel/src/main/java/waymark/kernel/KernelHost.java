package waymark.kernel;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Attribution;
import waymark.engine.Engine;
import waymark.engine.Event;
import waymark.engine.EventRing;
import waymark.engine.LeaseEvent;
import waymark.engine.Limits;
import waymark.engine.PlaneException;
import waymark.linux.Capabilities;
import waymark.linux.Capability;
import waymark.linux.Wakeup;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Policy;
import waymark.policy.Special;
import waymark.policy.Strategy;
import waymark.state.KeptMap;
import waymark.state.LeaseFile;

/** The engine at work on this host: all parts of this module, tied together. */
public final class KernelHost implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KernelHost.class);

  private static final int WARM_UP_ANSWERS = 2_000;
  private static final long WARM_UP_NANOS = 30_000_000;

  /** So many seconds between looks at the listening ports. */
  private static final int LISTENING_EVERY = 60;

  private final InstantSource clock = new SteadyClock();

  /** What takes down what was opened, the last first. */
  private final Deque<Runnable> opened;

  private final LeaseFile leases;
  private final NftablesPlane plane;
  private final Marks marks;
  private final LinkNumbering numbering;
  private final Flows flows;
  private final Engine engine;
  private final Capture capture;
  private final KernelWatch watch;
  private final EngineLoop loop;
  private long seconds;
  private final EventRing events;
  private final LinkWitness links;
  private final Accounting accounting;

  /**
   * What a host needs to know besides its policy.
   *
   * @param forwarding whether this host forwards for others
   * @param state the folder of what is kept on disk
   * @param essentials what passes whatever the policy says
   */
  public record Settings(
      Marks marks, Learning learning, boolean forwarding, Path state, Essentials essentials) {
    /** With the essentials of any system. */
    public Settings(Marks marks, Learning learning, boolean forwarding, Path state) {
      this(marks, learning, forwarding, state, Essentials.SYSTEM);
    }
  }

  private KernelHost(Deque<Runnable> opened, Policy policy, Settings settings) {
    this.opened = opened;
    Executor background = task -> Thread.ofVirtual().name("waymark-snapshot").start(task);
    leases = new LeaseFile(settings.state(), background);
    opened.push(leases::close);
    LinkNumbering numbering = numbering(settings);
    plane =
        new NftablesPlane(
            settings.marks(),
            numbering,
            settings.learning(),
            sysctls(settings),
            settings.forwarding(),
            nft(settings),
            settings.essentials());
    opened.push(plane::close);
    flows = new Flows(settings.marks(), numbering, this::used, this::counted, this::tell);
    this.marks = settings.marks();
    this.numbering = numbering;
    opened.push(flows::close);
    events = new EventRing(clock);
    links = new LinkWitness(events);
    engine = new Engine(policy, Limits.DEFAULT, plane, leases, flows, events, clock);
    for (LeaseEvent.Held held : leases.read()) {
      engine.restore(held.names(), held.address(), held.expires());
    }
    capture = Capture.open(settings.learning(), engine, new DnsIntake(engine, random(), random()));
    opened.push(capture::close);
    engine.install();
    engine.own(plane.own());
    loop = new EngineLoop(engine, capture, flows::flush, this::everySecond);
    opened.push(loop::close);
    accounting = new Accounting(settings.marks(), numbering, this::attribute, clock);
    opened.push(accounting::close);
    watch =
        new KernelWatch(
            plane.port(),
            settings.marks(),
            generations -> loop.post(() -> tableChanged(generations)),
            () -> loop.post(this::linksChanged));
    opened.push(watch::close);
  }

  /**
   * Begins what a start needs anyhow while the configuration is read: the first native call takes
   * as long as reading it.
   */
  public static void prepare() {
    Thread.ofPlatform().name("waymark-prepare").daemon().start(() -> Wakeup.open().close());
  }

  /**
   * Takes this host over: what was held before a restart first, then what passes.
   *
   * @throws MissingCapabilityException when this process may not
   * @throws KernelException when another Waymark runs here, or the table is somebody else's
   * @throws PlaneException when the kernel refuses
   */
  public static KernelHost start(Policy policy, Settings settings) {
    requireCapabilities();
    Deque<Runnable> opened = new ArrayDeque<>();
    opened.push(HostLock.take()::close);
    try {
      prepare(settings);
      KernelHost host = new KernelHost(opened, policy, settings);
      host.run();
      return host;
    } catch (RuntimeException | Error e) {
      opened.forEach(Runnable::run);
      throw e;
    }
  }

  private void run() {
    new WarmUp(engine.policy(), plane, clock).run(WARM_UP_ANSWERS, WARM_UP_NANOS);
    capture.warmVerdicts();
    capture.compare(plane.answers());
    flows.start();
    watch.start();
    loop.start();
    accounting.start();
    // What changed between the look at the links and the first event that is listened for.
    loop.post(this::linksChanged);
    loop.post(this::endRefused);
  }

  /** Takes out of the kernel everything that Waymark put there. */
  public static void remove(Settings settings) {
    requireCapabilities();
    try (HostLock _ = HostLock.take();
        NftablesPlane plane =
            new NftablesPlane(
                settings.marks(),
                numbering(settings),
                settings.learning(),
                sysctls(settings),
                settings.forwarding(),
                nft(settings),
                settings.essentials())) {
      plane.remove();
    }
  }

  private static void requireCapabilities() {
    Set<Capability> missing = Capabilities.effective().missing(Capability.CAP_NET_ADMIN);
    if (!missing.isEmpty()) {
      throw new MissingCapabilityException(missing);
    }
  }

  private static void prepare(Settings settings) {
    try {
      Files.createDirectories(settings.state());
    } catch (IOException e) {
      throw new KernelException("cannot make the state folder " + settings.state() + ": " + e, e);
    }
  }

  /** From the kernel itself: Java's SecureRandom takes a tenth of the start. */
  private static long random() {
    try (DataInputStream source = new DataInputStream(new FileInputStream("/dev/urandom"))) {
      return source.readLong();
    } catch (IOException e) {
      throw new KernelException("cannot read /dev/urandom: " + e, e);
    }
  }

  private static LinkNumbering numbering(Settings settings) {
    return new LinkNumbering(new KeptMap(settings.state().resolve("links.kept")), settings.marks());
  }

  private static Sysctls sysctls(Settings settings) {
    return new Sysctls(Path.of("/proc/sys"), new KeptMap(settings.state().resolve("sysctls.kept")));
  }

  private static NftCommand nft(Settings settings) {
    return new NftCommand(settings.state().resolve("script.nft"));
  }

  private void used(Set<Address> addresses) {
    loop.post(() -> engine.used(addresses));
  }

  private void tableChanged(Set<Integer> generations) {
    if (!plane.wereOurs(generations)) {
      log.warn("Somebody else changed the table inet waymark; it is put back");
      engine.repair("the table inet waymark");
    }
  }

  private void linksChanged() {
    plane.refreshLinks().forEach(flows::end);
    links.look(plane.states());
    engine.own(plane.own());
  }

  /**
   * Says what checks found out about the links.
   *
   * @param unhealthy the names of links that are taken for down, whatever their interface says
   * @param latency in nanoseconds, smoothed, by the link's name; links without are not the fastest
   */
  public void judge(Set<String> unhealthy, Map<String, Long> latency) {
    loop.post(() -> plane.judge(unhealthy, latency).forEach(flows::end));
  }

  /** The marks of packets that leave by these links, by their names. */
  public Map<String, Integer> marks(List<Link> links) {
    LinkNumbers numbers = numbering.current();
    Map<String, Integer> byName = new HashMap<>();
    for (Link link : links) {
      byName.put(link.name(), marks.mark(numbers.of(link)));
    }
    return byName;
  }

  private void counted(Map<Integer, Integer> connections) {
    loop.post(
        () -> {
          LinkNumbers numbers = numbering.current();
          Map<String, Integer> byName = new HashMap<>();
          for (Group group : engine.policy().groups()) {
            for (Link link : group.links()) {
              byName.put(link.name(), connections.getOrDefault(numbers.of(link), 0));
            }
          }
          plane.count(byName);
        });
  }

  private void countConnections() {
    for (Group group : engine.policy().groups()) {
      if (group.strategy() == Strategy.LEAST_CONNECTIONS) {
        flows.count();
        break;
      }
    }
  }

  /** What was open before ends where nothing but what a rule allows may leave. */
  private void endRefused() {
    if (engine.policy().deniesByDefault()) {
      flows.census(destinations -> loop.post(() -> endRefused(destinations)));
    }
  }

  private void endRefused(Set<Address> destinations) {
    Set<Address> own = plane.own();
    for (Address address : destinations) {
      if (!own.contains(address)
          && plane.lifeline(address) == Lifeline.NONE
          && Special.of(address) != Special.LOOPBACK
          && Special.of(address) != Special.MULTICAST) {
        Decision decision = engine.decide(address);
        if (!isDirect(decision)) {
          flows.move(address, decision);
        }
      }
    }
  }

  private static boolean isDirect(Decision decision) {
    return decision.branches().getFirst().to().getFirst().isDirect()
        && decision.branches().size() == 1;
  }

  private void tell(Event event) {
    loop.post(() -> engine.tell(event));
  }

  private CompletableFuture<List<Attribution>> attribute(List<Accounting.Question> questions) {
    return loop.ask(
        engine ->
            questions.stream()
                .map(question -> engine.attribute(question.address(), question.link()))
                .toList());
  }

  private void everySecond() {
    seconds++;
    countConnections();
    plane.refreshLifelines(seconds % LISTENING_EVERY == 0);
    links.look(plane.states());
    if (leases.wantsSnapshot(engine.size())) {
      leases.snapshot(engine.leases());
    }
  }

  /** Puts another policy in force, in one transaction. */
  public CompletableFuture<Void> replace(Policy policy) {
    return loop.ask(
        engine -> {
          engine.replace(policy);
          endRefused();
          return null;
        });
  }

  /** Asks the engine something, on its thread. */
  public <T> CompletableFuture<T> ask(Function<Engine, T> question) {
    return loop.ask(question);
  }

  /** What the kernel's side knows, read on the engine's thread. */
  public CompletableFuture<HostReport> report() {
    return loop.ask(
        engine -> {
          capture.compare(plane.answers());
          return new HostReport(
              engine.snapshot(),
              plane.states(),
              Map.copyOf(plane.wrongLinkPackets()),
              plane.mode(),
              capture.figures(),
              flows.moved(),
              plane.denials());
        });
  }

  /** What happened lately. */
  public EventRing events() {
    return events;
  }

  /** What passed the links; for somebody who watches, and so has it fresher for a while. */
  public TrafficReport watchTraffic() {
    return accounting.watch();
  }

  /** What passed the links, as of the last look. */
  public TrafficReport traffic() {
    return accounting.latest();
  }

  /** Whether the kernel holds the address as the engine thinks. */
  public CompletableFuture<Boolean> kernelHolds(Address address) {
    return loop.ask(engine -> plane.holds(address, engine.explain(address).carried()));
  }

  /** Why something may go to an address that no rule allows. */
  public CompletableFuture<Lifeline> lifeline(Address address) {
    return loop.ask(engine -> plane.lifeline(address));
  }

  /** Stops; what is decided stays in the kernel. */
  @Override
  public void close() {
    opened.forEach(Runnable::run);
  }
}
