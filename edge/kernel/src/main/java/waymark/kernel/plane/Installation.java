package waymark.kernel.plane;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.PlaneException;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.links.Uplinks;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.LiveSettings;
import waymark.kernel.model.NoQueueException;
import waymark.kernel.model.UnchangedException;
import waymark.kernel.system.RetryLog;
import waymark.linux.LinuxException;
import waymark.netlink.NetlinkException;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Policy;
import waymark.state.StateException;

/**
 * The policy that a plane carries, with what else was desired of the plane last: it installs
 * policies, and stays with the former one where the kernel refuses another. Owned by the control
 * thread; any may ask what is desired.
 */
final class Installation {
  private static final Logger log = LoggerFactory.getLogger(Installation.class);

  private final KernelPlane plane;
  private final Uplinks links;
  private final SettingsInForce settings;
  private final Exclusion exclusion;
  private volatile Optional<Desired> desired = Optional.empty();
  private final RetryLog installs =
      new RetryLog(
          log,
          "What is decided cannot be installed, which is tried again; until then new addresses of"
              + " rules that must not go direct are unreachable",
          "What is decided is installed again");

  /** Whether the kernel carried nothing of ours before the first install. */
  private boolean first;

  Installation(KernelPlane plane, Uplinks links, LiveSettings settings, Exclusion exclusion) {
    this.plane = plane;
    this.links = links;
    this.settings = new SettingsInForce(settings);
    this.exclusion = exclusion;
  }

  /** What the plane carries; empty before the first install. */
  Optional<Desired> desired() {
    return desired;
  }

  /** What the plane carries; a policy must be installed. */
  Desired require() {
    return desired.orElseThrow(() -> new IllegalStateException("no policy is installed"));
  }

  /** Has the next install of this policy be with these settings. */
  void plan(Policy policy, LiveSettings next) {
    settings.plan(policy, next);
  }

  /** The planned policy is installed, or refused. */
  void forgetPlan() {
    settings.forgetPlan();
  }

  /** The settings in force. By any thread. */
  LiveSettings settings() {
    return settings.get();
  }

  /**
   * Installs a policy.
   *
   * @param hosts as for {@link KernelPlane#install}
   * @throws PlaneException when it cannot be installed
   */
  void install(Policy policy, LinkShares shares, Supplier<Map<Address, Decision>> hosts) {
    AtomicBoolean asked = new AtomicBoolean();
    try {
      put(
          policy,
          shares,
          () -> {
            asked.set(true);
            return hosts.get();
          });
      installs.succeeded();
    } catch (KernelException | NetlinkException | LinuxException | StateException e) {
      String sentence = "cannot install the policy: " + e.getMessage();
      if (e instanceof UnchangedException || (!asked.get() && desired.isPresent())) {
        keepLinks(e);
        throw PlaneException.unchanged(sentence, e);
      }
      installs.failed(e);
      throw new PlaneException(sentence, e);
    }
  }

  private void put(Policy policy, LinkShares shares, Supplier<Map<Address, Decision>> hosts) {
    LinkNumbers numbers = links.numbers(policy);
    Uplinks.Seen seen = links.prepare(policy);
    if (desired.isPresent()) {
      links.set(policy);
    } else {
      first |= !plane.isThere();
    }
    LiveSettings live = settings.of(policy);
    Desired wanted =
        new Desired(
            policy,
            numbers,
            links.marks(),
            live.captureSettings(),
            seen.conditions(),
            shares,
            Exemptions.of(policy, live.exemptionSettings()));
    Desired carried = carry(wanted, hosts);
    desired = Optional.of(carried);
    settings.take(live.in(carried.capture().mode()));
    links.take(seen);
    links.keepOnly(policy);
    links.set(policy);
  }

  /** The rules and tables of a refused policy's links go, and those of the one in force stay. */
  private void keepLinks(RuntimeException reason) {
    try {
      desired.map(Desired::policy).ifPresent(this::keepOnly);
    } catch (KernelException | NetlinkException | LinuxException | StateException e) {
      // The next look at the links does it.
      reason.addSuppressed(e);
    }
  }

  private void keepOnly(Policy policy) {
    links.prepare(policy);
    links.keepOnly(policy);
  }

  /** What is carried then: in a lesser mode where the kernel has no queue. */
  private Desired carry(Desired wanted, Supplier<Map<Address, Decision>> hosts) {
    try {
      plane.install(wanted, hosts);
      return wanted;
    } catch (NoQueueException e) {
      Desired observing = wanted.with(CaptureSettings.Mode.OBSERVE);
      try {
        plane.install(observing, hosts);
      } catch (KernelException other) {
        e.addSuppressed(other);
        throw e;
      }
      log.warn(
          "Answers are observed instead of held, and the first packet to a new address may take"
              + " the wrong link: {}",
          e.getMessage());
      return observing;
    }
  }

  /** What would be desired with a policy; the interfaces as they are now. */
  Desired preview(Policy policy, LiveSettings live, LinkShares shares) {
    return new Desired(
        policy,
        links.preview(policy),
        links.marks(),
        live.captureSettings(),
        links.conditions(policy),
        shares,
        Exemptions.of(policy, live.exemptionSettings()));
  }

  /** Whether no connection had been decided before this process began. */
  boolean isFirst() {
    return first;
  }

  /** Has the plane carry other links, shares or exemptions. */
  void update(Desired next) {
    exclusion.during(
        () -> {
          plane.update(require(), next);
          desired = Optional.of(next);
          return desired;
        });
  }
}
