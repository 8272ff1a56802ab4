package waymark.kernel;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Engine;
import waymark.engine.LeaseEvent;
import waymark.engine.Limits;
import waymark.engine.PlaneException;
import waymark.linux.Capabilities;
import waymark.linux.Capability;
import waymark.linux.Wakeup;
import waymark.policy.Address;
import waymark.policy.Policy;
import waymark.state.KeptMap;
import waymark.state.LeaseFile;

/** The engine at work on this host: all parts of this module, tied together. */
public final class KernelHost implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KernelHost.class);

  private static final int WARM_UP_ANSWERS = 2_000;
  private static final long WARM_UP_NANOS = 30_000_000;

  private final InstantSource clock = new SteadyClock();

  /** What takes down what was opened, the last first. */
  private final Deque<Runnable> opened;

  private final LeaseFile leases;
  private final PlaneKind kind;
  private final KernelPlane plane;
  private final Flows flows;
  private final Engine engine;
  private final Capture capture;
  private final KernelWatch watch;
  private final EngineLoop loop;

  /**
   * What a host needs to know besides its policy.
   *
   * @param forwarding whether this host forwards for others
   * @param state the folder of what is kept on disk
   * @param plane what carries decisions out
   */
  public record Settings(
      Marks marks, Learning learning, boolean forwarding, Path state, PlaneKind plane) {
    /** With {@link PlaneKind#NFTABLES}. */
    public Settings(Marks marks, Learning learning, boolean forwarding, Path state) {
      this(marks, learning, forwarding, state, PlaneKind.NFTABLES);
    }
  }

  private KernelHost(Deque<Runnable> opened, Policy policy, Settings settings) {
    this.opened = opened;
    Executor background = task -> Thread.ofVirtual().name("waymark-snapshot").start(task);
    leases = new LeaseFile(settings.state(), background);
    opened.push(leases::close);
    LinkNumbering numbering = numbering(settings);
    Planes planes = new Planes(settings, numbering, sysctls(settings));
    kind = settings.plane();
    plane = planes.open(settings.plane());
    opened.push(plane::close);
    flows = new Flows(settings.marks(), numbering, this::used);
    opened.push(flows::close);
    engine = new Engine(policy, Limits.DEFAULT, plane, leases, flows, clock);
    for (LeaseEvent.Held held : leases.read()) {
      engine.restore(held.names(), held.address(), held.expires());
    }
    capture = Capture.open(settings.learning(), engine, new DnsIntake(engine, random(), random()));
    opened.push(capture::close);
    engine.install();
    planes.retireOthers();
    engine.own(plane.own());
    loop = new EngineLoop(engine, capture, flows::flush, this::everySecond);
    opened.push(loop::close);
    watch =
        new KernelWatch(
            plane.traces(),
            settings.marks(),
            generations -> loop.post(() -> tableChanged(generations)),
            () -> loop.post(this::linksChanged),
            () -> loop.post(this::routesChanged),
            () -> loop.post(this::look));
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
    // What changed between the look at the links and the first event that is listened for.
    loop.post(this::linksChanged);
  }

  /** Takes out of the kernel everything that Waymark put there. */
  public static void remove(Settings settings) {
    requireCapabilities();
    try (HostLock _ = HostLock.take()) {
      new Planes(settings, numbering(settings), sysctls(settings)).remove();
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

  private void used(Set<Address> addresses) {
    loop.post(() -> engine.used(addresses));
  }

  private void tableChanged(Set<Integer> generations) {
    if (!plane.wereOurs(generations)) {
      log.warn("Somebody else changed the table inet waymark; it is put back");
      engine.repair();
    }
  }

  private void routesChanged() {
    // The kernel itself takes away what led by an interface that is gone.
    plane.refreshLinks();
    look();
  }

  private void look() {
    if (!plane.isIntact()) {
      log.warn("Somebody else changed what is ours in the kernel; it is put back");
      engine.repair();
    }
  }

  private void linksChanged() {
    plane.refreshLinks();
    engine.own(plane.own());
  }

  private void everySecond() {
    if (leases.wantsSnapshot(engine.size())) {
      leases.snapshot(engine.leases());
    }
  }

  /** Puts another policy in force, in one transaction. */
  public CompletableFuture<Void> replace(Policy policy) {
    return loop.ask(
        engine -> {
          engine.replace(policy);
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
              kind,
              plane.mode(),
              capture.figures(),
              flows.moved());
        });
  }

  /** Whether the kernel holds the address as the engine thinks. */
  public CompletableFuture<Boolean> kernelHolds(Address address) {
    return loop.ask(engine -> plane.holds(address, engine.explain(address).carried()));
  }

  /** Stops; what is decided stays in the kernel. */
  @Override
  public void close() {
    opened.forEach(Runnable::run);
  }
}
