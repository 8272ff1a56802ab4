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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Attribution;
import waymark.engine.Engine;
import waymark.engine.Event;
import waymark.engine.EventRing;
import waymark.engine.LeaseEvent;
import waymark.engine.Limits;
import waymark.engine.PlaneException;
import waymark.engine.Transition;
import waymark.linux.Capabilities;
import waymark.linux.Capability;
import waymark.linux.LinuxException;
import waymark.linux.Wakeup;
import waymark.netlink.NetlinkException;
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
  private final LinkNumbering numbering;
  private final PlaneKind kind;
  private final KernelPlane plane;
  private final Marks marks;
  private final Flows flows;
  private final Engine engine;
  private final Capture capture;
  private final KernelWatch watch;
  private final Inspection inspection;
  private final Vigilance vigilance;
  private final EngineLoop loop;
  private long seconds;

  /** Whether the kernel is still to be told of a change of the links. */
  private boolean behind;

  private final EventRing events;
  private final LinkWitness links;
  private final Accounting accounting;

  /**
   * What a host needs to know besides its policy.
   *
   * @param forwarding whether this host forwards for others
   * @param state the folder of what is kept on disk
   * @param essentials what passes whatever the policy says
   * @param plane what carries decisions out
   */
  public record Settings(
      Marks marks,
      Learning learning,
      boolean forwarding,
      Path state,
      Essentials essentials,
      PlaneKind plane) {
    /** With the essentials of any system, and {@link PlaneKind#NFTABLES}. */
    public Settings(Marks marks, Learning learning, boolean forwarding, Path state) {
      this(marks, learning, forwarding, state, Essentials.SYSTEM, PlaneKind.NFTABLES);
    }
  }

  private KernelHost(
      Deque<Runnable> opened, Policy policy, Settings settings, Vigilance vigilance) {
    this.opened = opened;
    this.vigilance = vigilance;
    Executor background = task -> Thread.ofVirtual().name("waymark-snapshot").start(task);
    leases = new LeaseFile(settings.state(), background);
    opened.push(leases::close);
    numbering = numbering(settings);
    Planes planes = new Planes(settings, numbering, sysctls(settings));
    kind = settings.plane();
    plane = planes.open(settings.plane());
    opened.push(plane::close);
    flows =
        new Flows(
            pace(settings.learning()),
            settings.marks(),
            numbering,
            this::used,
            this::counted,
            this::tell);
    marks = settings.marks();
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
    planes.retireOthers();
    engine.own(plane.own());
    loop = new EngineLoop(engine, capture, flows::flush, this::everySecond);
    opened.push(loop::close);
    accounting = new Accounting(settings.marks(), numbering, this::attribute, clock);
    opened.push(accounting::close);
    watch =
        new KernelWatch(
            plane.traces(),
            settings.marks(),
            generations -> loop.post(() -> tableChanged(generations)),
            () -> loop.post(this::linksChanged),
            () -> loop.post(this::routesChanged),
            () -> loop.post(this::look));
    opened.push(watch::close);
    inspection =
        new Inspection(
            plane.expectations(), vigilance.compareEvery(), what -> loop.post(() -> doubted(what)));
    opened.push(inspection::close);
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
    return start(policy, settings, Vigilance.DEFAULT);
  }

  static KernelHost start(Policy policy, Settings settings, Vigilance vigilance) {
    requireCapabilities();
    Deque<Runnable> opened = new ArrayDeque<>();
    opened.push(HostLock.take()::close);
    try {
      prepare(settings);
      KernelHost host = new KernelHost(opened, policy, settings, vigilance);
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
    if (vigilance.notices()) {
      watch.start();
    }
    inspection.start();
    loop.start();
    accounting.start();
    // What changed between the look at the links and the first event that is listened for.
    loop.post(this::linksChanged);
    loop.post(this::endRefused);
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
  private static Flows.Pace pace(Learning learning) {
    return learning.mode() == Learning.Mode.HOLD ? Flows.Pace.SPARING : Flows.Pace.SOON;
  }

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

  private void tableChanged(Map<Integer, TablePart> generations) {
    Optional<TablePart> changed = Optional.empty();
    for (Map.Entry<Integer, TablePart> generation : generations.entrySet()) {
      if (!plane.wereOurs(Set.of(generation.getKey()))) {
        TablePart part = generation.getValue();
        changed = Optional.of(changed.map(part::orLarger).orElse(part));
      }
    }
    if (generations.containsKey(KernelWatch.UNKNOWN)) {
      // They may have been of a script of ours, and a repair would be as long again.
      inspection.soon();
    } else {
      changed.ifPresent(part -> putBack(part.toString()));
    }
  }

  private void doubted(String what) {
    if (plane.isUnmet(what, engine::carried)) {
      putBack(what);
    }
  }

  private void putBack(String what) {
    log.warn("Somebody else changed {}; it is put back", what);
    engine.repair(what);
    if (what.equals(LinkRoutes.WHAT)) {
      // That is what was counted.
      plane.hasMendedLinks();
    }
  }

  private void routesChanged() {
    // The kernel itself takes away what led by an interface that is gone.
    linksChanged();
    look();
  }

  private void look() {
    if (!plane.isIntact()) {
      putBack(
          switch (kind) {
            case PlaneKind.OfIpset _ -> "the IP sets or the chains of iptables";
            case PlaneKind.OfRoutes _ -> "the decided routes";
            case PlaneKind.OfNftables _ -> TablePart.TABLE.toString();
          });
    }
  }

  private void linksChanged() {
    follow(plane::refreshLinks);
    if (plane.hasMendedLinks()) {
      log.warn("Somebody else changed {}; they are put back", LinkRoutes.WHAT);
      engine.repaired(LinkRoutes.WHAT);
    }
    links.look(plane.states());
    engine.own(plane.own());
  }

  /** What the kernel could not be told is told every second until it can. */
  private void follow(Supplier<List<Link>> change) {
    try {
      change.get().forEach(flows::end);
      if (behind) {
        log.info("The kernel was told what became of the links");
      }
      behind = false;
    } catch (KernelException | NetlinkException | LinuxException e) {
      if (!behind) {
        log.error("The kernel cannot be told what became of the links: {}", e.getMessage());
      }
      behind = true;
    }
  }

  /**
   * Says what checks found out about the links.
   *
   * @param unhealthy the names of links that are taken for down, whatever their interface says
   * @param latency in nanoseconds, smoothed, by the link's name; links without are not the fastest
   */
  public void judge(Set<String> unhealthy, Map<String, Long> latency) {
    loop.post(
        () -> {
          follow(() -> plane.judge(unhealthy));
          plane.measured(latency);
        });
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
          flows.moveNow(address, decision);
        }
      }
    }
  }

  private static boolean isDirect(Decision decision) {
    return decision.branches().getFirst().to().getFirst().isDirect()
        && decision.branches().size() == 1;
  }

  /** Puts something among the events. */
  public void tell(Event event) {
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
    if (behind) {
      linksChanged();
    }
    countConnections();
    links.look(plane.states());
    if (leases.wantsSnapshot(engine.size())) {
      leases.snapshot(engine.leases());
    }
    plane.refreshLifelines(seconds % LISTENING_EVERY == 0);
  }

  /**
   * Puts another policy in force, in one transaction; connections of links that are gone are ended.
   *
   * <p>It fails with what the kernel refused, and then the old policy stays.
   */
  public CompletableFuture<Transition> replace(Policy policy) {
    return replace(policy, List.of());
  }

  /**
   * As {@link #replace(Policy)}, and takes back what was held under that policy before.
   *
   * @param held what {@link Engine#leases} said then
   */
  public CompletableFuture<Transition> replace(Policy policy, List<LeaseEvent.Held> held) {
    return loop.ask(
        engine -> {
          Set<Integer> gone = gone(engine.policy(), policy);
          Transition transition = engine.replace(policy, held);
          gone.forEach(flows::end);
          endRefused();
          return transition;
        });
  }

  /** The numbers of links that another policy has no more, or has at another interface. */
  private Set<Integer> gone(Policy before, Policy after) {
    Map<String, String> devices = new HashMap<>();
    Ruleset.interfaces(after).forEach(link -> devices.put(link.name(), Ruleset.device(link)));
    Set<Integer> gone = new HashSet<>();
    for (Link link : Ruleset.interfaces(before)) {
      if (!Ruleset.device(link).equals(devices.get(link.name()))) {
        gone.add(numbering.current().of(link));
      }
    }
    return gone;
  }

  /** What the engine's thread says of a change; the connections are looked at elsewhere. */
  private record Preview(
      Transition transition,
      LinkNumbers numbers,
      Set<Integer> gone,
      List<String> before,
      List<String> after) {}

  /** What another policy would change; changes nothing. */
  public CompletableFuture<Outlook> outlook(Policy policy) {
    return loop.<Preview>ask(
            engine -> {
              Transition transition = engine.preview(policy);
              return new Preview(
                  transition,
                  numbering.preview(policy.links()),
                  gone(engine.policy(), policy),
                  plane.listing(engine.policy(), decisions(transition, true)),
                  plane.listing(policy, decisions(transition, false)));
            })
        .thenCompose(it -> flows.outlook(it.transition, it.numbers, it.gone, it.before, it.after));
  }

  private static Set<Decision> decisions(Transition transition, boolean before) {
    Set<Decision> decisions = new HashSet<>();
    if (before) {
      transition.heldBefore().forEach(address -> decisions.add(transition.before(address)));
    } else {
      transition.heldAfter().forEach(address -> decisions.add(transition.after(address)));
    }
    return decisions;
  }

  /** What a start with a policy would put into the kernel, as far as that can be known before. */
  public static List<String> listing(Policy policy, Settings settings) {
    if (!(settings.plane() instanceof PlaneKind.OfNftables)) {
      Planes planes = new Planes(settings, numbering(settings), sysctls(settings));
      try (KernelPlane plane = planes.open(settings.plane())) {
        return plane.listing(policy, Set.of());
      }
    }
    LinkRoutes routes = new LinkRoutes(settings.marks());
    try (routes) {
      return Listing.of(
          policy,
          Set.of(),
          numbering(settings).preview(policy.links()),
          settings.marks(),
          settings.learning().mode(),
          settings.learning().group(),
          routes.host(),
          Balance.NONE,
          lifelines(policy, settings));
    }
  }

  private static Lifelines lifelines(Policy policy, Settings settings) {
    return policy.deniesByDefault()
        ? Lifelines.read(settings.essentials())
        : Lifelines.of(settings.essentials());
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
