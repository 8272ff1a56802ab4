package waymark.kernel.plane;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Change;
import waymark.engine.Plane;
import waymark.engine.PlaneException;
import waymark.kernel.capture.Hold;
import waymark.kernel.links.LinkListing;
import waymark.kernel.links.LinkRefresh;
import waymark.kernel.links.Uplinks;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.Exemption;
import waymark.kernel.model.InterfaceState;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.LiveSettings;
import waymark.linux.LinuxException;
import waymark.netlink.NetlinkException;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Network;
import waymark.policy.Policy;

/**
 * Drives a plane: it has policies installed, follows links, shares and exemptions, and hands each
 * change to the plane. Owned by the control thread. The engine's thread may {@link #apply} changes
 * whenever the control thread does not keep it from that, and any may ask for what was found.
 */
public final class PlaneDriver implements Plane, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PlaneDriver.class);

  private final KernelPlane plane;
  private final Maintenance maintenance;
  private final Uplinks links;
  private final Exclusion exclusion;
  private final LongSupplier nanoTime;
  private final Installation installation;
  private LinkShares shares = LinkShares.NONE;
  private long shareAgain;

  /**
   * A driver of a plane that has installed nothing yet.
   *
   * @param settings of the first policy; where the kernel cannot hold answers they are observed
   * @param exclusion keeps changes away while a part of the plane is written
   * @param nanoTime a clock, counted from anywhere
   */
  public PlaneDriver(
      KernelPlane plane,
      Uplinks links,
      LiveSettings settings,
      Exclusion exclusion,
      LongSupplier nanoTime) {
    this.plane = plane;
    this.links = links;
    installation = new Installation(plane, links, settings, exclusion);
    this.exclusion = exclusion;
    this.nanoTime = nanoTime;
    maintenance = plane.maintenance().with(links.invariants());
    shareAgain = nanoTime.getAsLong();
  }

  /** Has the next install of this policy be with these settings. */
  public void plan(Policy policy, LiveSettings next) {
    installation.plan(policy, next);
  }

  /** The planned policy is installed, or refused. */
  public void forgetPlan() {
    installation.forgetPlan();
  }

  /** The settings in force. By any thread. */
  public LiveSettings settings() {
    return installation.settings();
  }

  @Override
  public void install(Policy policy, Supplier<Map<Address, Decision>> hosts) {
    installation.install(policy, shares, hosts);
  }

  /** Whether the kernel carries anything of this plane or of links. */
  public boolean isAnythingThere() {
    return plane.isThere() || links.areThere();
  }

  /** Whether no connection had been decided before this process began. */
  public boolean isFirst() {
    return installation.isFirst();
  }

  @Override
  public Set<Decision> unprepared(List<Change> changes) {
    return plane.unprepared(changes);
  }

  @Override
  public void prepare(Set<Decision> decisions) {
    write("cannot prepare for a decision", () -> plane.prepare(installation.require(), decisions));
  }

  @Override
  public void apply(List<Change> changes) {
    write("the kernel refuses a change", () -> plane.apply(installation.require(), changes));
  }

  /** As {@link KernelPlane#ended}. By any thread. */
  public void ended(Set<Address> addresses) {
    try {
      plane.ended(addresses);
    } catch (KernelException | NetlinkException | LinuxException e) {
      log.warn(
          "Servers whose connections are ended may go on by the wrong link: {}", e.getMessage());
    }
  }

  private static void write(String failed, Runnable step) {
    try {
      step.run();
    } catch (KernelException | NetlinkException | LinuxException e) {
      throw new PlaneException(failed + ": " + e.getMessage(), e);
    }
  }

  /**
   * Looks at interfaces, addresses, rules and routes again, repairs the links' rules and routes,
   * and has the plane carry what changed. What fails is done by the next call.
   */
  public LinkRefresh refreshLinks() {
    return installation
        .desired()
        .map(now -> links.refresh(now.policy(), found -> installation.update(now.with(found))))
        .orElse(LinkRefresh.NONE);
  }

  /**
   * Takes links for down that checks found unhealthy, by their names.
   *
   * @return as {@link #refreshLinks}
   */
  public LinkRefresh judge(Set<String> unhealthy) {
    links.judge(unhealthy);
    return refreshLinks();
  }

  /** Spreads connections by the latency of links in nanoseconds, by their names. */
  public void measured(Map<String, Long> latency) {
    installation
        .desired()
        .ifPresent(
            now -> share(shares.measured(now.policy().groups(), latency, now.conditions()::isUp)));
  }

  /** Spreads connections by how many are open and leave by a link, by its name. */
  public void count(Map<String, Integer> connections) {
    if (nanoTime.getAsLong() - shareAgain >= 0) {
      shareAgain = nanoTime.getAsLong() + maintenance.sharesEvery().toNanos();
      share(shares.counted(connections));
    }
  }

  private void share(LinkShares next) {
    if (!next.equals(shares)) {
      installation.desired().ifPresent(now -> installation.update(now.with(next)));
      shares = next;
    }
  }

  /**
   * Follows the system's name servers, where the default denies.
   *
   * @param listening whether to look at the listening ports as well, which takes longer
   */
  public void refreshExemptions(boolean listening) {
    installation
        .desired()
        .filter(Desired::denies)
        .ifPresent(
            now ->
                now.exemptions()
                    .follow(
                        installation.settings().exemptionSettings(),
                        listening,
                        other -> installation.update(now.with(other))));
  }

  /** Why something may go there that no rule allows. By any thread. */
  public Exemption exemption(Address address) {
    return installation.desired().map(now -> now.exemptions().of(address)).orElse(Exemption.NONE);
  }

  /**
   * Finds out whether there is drift, and repairs it in the quickest way.
   *
   * @throws PlaneException when the kernel refuses
   */
  public Repair repair(Drift drift, Carried carried) {
    Optional<Desired> now = installation.desired();
    if (now.isEmpty()) {
      return new Repair.Unneeded();
    }
    try {
      return exclusion.during(() -> plane.repair(now.get(), drift, carried));
    } catch (KernelException | NetlinkException | LinuxException e) {
      throw new PlaneException("cannot repair: " + e.getMessage(), e);
    }
  }

  /**
   * What the kernel would hold for a policy, a line a thing; the interfaces as they are now.
   *
   * @param live the settings that go with it
   * @param decisions about learned addresses
   */
  public List<String> describe(Policy policy, LiveSettings live, Collection<Decision> decisions) {
    Desired other = installation.preview(policy, live, shares);
    List<String> lines = LinkListing.rules(policy, other.numbers(), links.marks());
    lines.addAll(plane.describe(other, decisions));
    return lines;
  }

  /** Whether the kernel has the address where the decision wants it. */
  public boolean holds(Address address, Decision decision) {
    return installation.desired().filter(now -> plane.holds(now, address, decision)).isPresent();
  }

  /**
   * Renews some of what would time out.
   *
   * @return whether more is due at once
   */
  public boolean refresh() {
    return exclusion.during(maintenance.refresh()::getAsBoolean);
  }

  /** What the rules have counted. */
  public PlaneCounters counters() {
    return installation.desired().map(plane::counters).orElse(PlaneCounters.NONE);
  }

  /** How answers are learned from: less than asked for where the kernel cannot. */
  public CaptureSettings.Mode mode() {
    return installation.settings().captureSettings().mode();
  }

  /** Every address of this host. */
  public Set<Address> own() {
    return links.interfaces().own();
  }

  /** The networks of this host. */
  public List<Network> near() {
    return links.interfaces().near();
  }

  /** The state of each interface link, by its name. By any thread. */
  public Map<String, InterfaceState> states() {
    return links.states();
  }

  /** The name by which firewalls know the interface that has this name now. By any thread. */
  public String device(String name) {
    return links.device(name);
  }

  /** What has the kernel queue answers by the plane's rules; another one at each call. */
  public Hold hold() {
    return plane.hold(links.marks());
  }

  /** How the plane is monitored and kept up to date. */
  public Maintenance maintenance() {
    return maintenance;
  }

  /** Takes plane and links out of the kernel. */
  public void remove() {
    plane.remove();
    links.remove();
  }

  @Override
  public void close() {
    plane.close();
    links.close();
  }
}
