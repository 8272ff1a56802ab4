package waymark.kernel;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import waymark.engine.Engine;
import waymark.engine.Event;
import waymark.engine.EventRing;
import waymark.engine.Knowledge;
import waymark.engine.LeaseEvent;
import waymark.engine.PlaneException;
import waymark.engine.Transition;
import waymark.journal.RowSink;
import waymark.kernel.model.DenialReport;
import waymark.kernel.model.Exemption;
import waymark.kernel.model.HostReport;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.LiveSettings;
import waymark.kernel.model.PolicyImpact;
import waymark.kernel.model.TrafficReport;
import waymark.kernel.model.WatchOptions;
import waymark.kernel.system.ConnectionLabels;
import waymark.linux.Wakeup;
import waymark.policy.Address;
import waymark.policy.Link;
import waymark.policy.Policy;

/** The engine at work on this host: what other modules may ask it and have it do. */
public final class KernelHost implements AutoCloseable {
  private final OpenParts opened;
  private final HostParts parts;

  private KernelHost(OpenParts opened, HostParts parts) {
    this.opened = opened;
    this.parts = parts;
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
    HostParts parts =
        new HostParts(opened, policy, ConnectionLabels.known(settings), watchOptions, journal);
    parts.start();
    return new KernelHost(opened, parts);
  }

  /**
   * Takes in the results of health checks.
   *
   * @param unhealthy the names of links that count as down, whatever the state of their interface
   * @param latency the smoothed latency in nanoseconds by the link's name; a link without one is
   *     never the fastest
   */
  public void judge(Map<String, String> unhealthy, Map<String, Long> latency) {
    parts.control.execute(() -> parts.links.judge(unhealthy, latency));
  }

  /** The marks of packets that leave by these links, by their names. */
  public Map<String, Integer> marks(List<Link> links) {
    return parts.numbering.current().marks(links, parts.settings.marks());
  }

  /** The name by which the interface that has this name is known now; it may be an alternative. */
  public String device(String name) {
    return parts.plane.device(name);
  }

  /** Adds an event to {@link #events}. */
  public void tell(Event event) {
    parts.loop.post(() -> parts.engine.tell(event));
  }

  /**
   * Puts another policy in force, in one transaction, and ends the connections of links that it
   * removes. It fails with the reason of the kernel, and then the old policy stays.
   *
   * @param held the leases to restore: those that {@link Knowledge#leases} gave while that policy
   *     was in force before
   */
  public CompletableFuture<Transition> replace(Policy policy, List<LeaseEvent.Held> held) {
    return parts.changes.replace(policy, live(), held);
  }

  /**
   * As {@link #replace(Policy, List)}, with other settings; those of the old policy stay with it.
   *
   * @param live with the same group, queue and {@code withoutDaemon} as before
   */
  public CompletableFuture<Transition> replace(
      Policy policy, LiveSettings live, List<LeaseEvent.Held> held) {
    return parts.changes.replace(policy, live, held);
  }

  /** As they are in force: the kernel may have no queue to hold answers. */
  private LiveSettings live() {
    return parts.dnsWatch.settings().in(parts.plane.mode());
  }

  /** The changes that another policy would make. */
  public CompletableFuture<PolicyImpact> impact(Policy policy) {
    return parts.changes.impact(policy, live());
  }

  /** As {@link #impact(Policy)}, with other settings. */
  public CompletableFuture<PolicyImpact> impact(Policy policy, LiveSettings live) {
    return parts.changes.impact(policy, live);
  }

  /** Asks the engine something, on its thread. */
  public <T> CompletableFuture<T> ask(Function<Engine, T> question) {
    return parts.loop.ask(question);
  }

  /** The state of the host; counters may be old while the control thread is at work. */
  public CompletableFuture<HostReport> report() {
    return parts.report();
  }

  /** The recent events. */
  public EventRing events() {
    return parts.events;
  }

  /** The links' traffic; counters are read more often for a while after each call. */
  public TrafficReport watchTraffic() {
    return parts.accounting.watch();
  }

  /** The links' traffic when counters were last read. */
  public TrafficReport traffic() {
    return parts.accounting.latest();
  }

  /** What was refused of late. */
  public DenialReport denials() {
    return parts.denials.latest();
  }

  /** Whether the kernel's state of an address is what the engine expects. */
  public CompletableFuture<Boolean> kernelHolds(Address address) {
    return parts.reports.kernelHolds(address);
  }

  /** Why an address is exempt from the default to block. */
  public CompletableFuture<Exemption> exemption(Address address) {
    return parts.loop.ask(engine -> parts.plane.exemption(address));
  }

  /**
   * Begins to stop: from now on no answer is held, and after a few seconds no command runs any
   * more; who waits for what it does is told. {@link #close} stops the rest.
   */
  public void stop() {
    parts.stop();
  }

  /** Stops; the decisions stay in the kernel. */
  @Override
  public void close() {
    opened.close();
  }
}
